"""Fills in forms as somebody at a browser does: what a page carries along travels, what it asks is answered, and the main
button is pressed until the page no longer asks."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client

STEPS = 6  # pages of one act at most
LEFT_EMPTY = ("colleague", "people", "needs")  # another way to say who: the attacker types


@dataclass
class FilledForm:
    action: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # of inputs: text, date, hidden …
    choices: dict[str, list[str]] = field(default_factory=dict)  # of selects, radios and ticks, in their order
    buttons: list[tuple[str, str, bool]] = field(default_factory=list)  # name, value, is the main one


class Forms(HTMLParser):
    """The POST forms of a page, without that of signing out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[FilledForm] = []
        self._form: FilledForm | None = None
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self._form = FilledForm(said.get("action") or "") if said.get("method") == "post" else None
            if self._form and "logout" not in self._form.action:
                self.found.append(self._form)
        elif self._form is not None:
            getattr(self, f"_{tag}_begins", lambda said: None)(said)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag in ("select", "textarea"):
            self._select = self._area = ""

    def handle_data(self, data):
        if self._form is not None and self._area:
            self._form.values[self._area] = [(self._form.values.get(self._area) or [""])[0] + data]

    def _input_begins(self, said):
        name, kind, value = said.get("name"), said.get("type", "text"), said.get("value") or ""
        if not name:
            return
        self._form.kinds[name] = kind
        if kind in ("radio", "checkbox"):
            self._form.choices.setdefault(name, []).append(value)
            if "checked" in said:
                self._form.values.setdefault(name, []).append(value)
        else:
            self._form.values.setdefault(name, []).append(value)

    def _select_begins(self, said):
        self._select = said.get("name", "")
        self._form.choices.setdefault(self._select, [])

    def _option_begins(self, said):
        if self._select and said.get("value"):
            self._form.choices[self._select].append(said["value"])
            if "selected" in said:
                self._form.values[self._select] = [said["value"]]

    def _textarea_begins(self, said):
        self._area = said.get("name", "")
        self._form.values[self._area], self._form.kinds[self._area] = [""], "textarea"

    def _button_begins(self, said):
        main = "btn-primary" in (said.get("class") or "")
        self._form.buttons.append((said.get("name") or "", said.get("value") or "", main))


@dataclass
class Answer:
    """How an act ended: the last status, and what the page said."""

    status: int
    text: str

    @property
    def sign(self) -> str:
        return {403: "3", 404: "4", 410: "0"}.get(self.status, ".")


def act(client: Client, path: str, answers: dict[str, object], *, meant: int = 0) -> Answer:
    """Open a page, fill in its form and go on until it is done. `meant` is the person the act is about: chosen wherever
    a page asks who somebody is; whatever can be ticked is ticked."""
    response = client.get(path)
    for _step in range(STEPS):
        if response.status_code != 200:
            break
        form = _fitting(Forms(response.content.decode()).found, answers)
        if form is None:
            break
        there = urljoin(path, form.action)
        response = client.post(there, filled(form, answers, meant))
        if response.status_code in (301, 302):
            response = client.get(urljoin(there, response["Location"]), follow=True)
            break
    return Answer(response.status_code, response.content.decode() if not response.streaming else "")


def _fitting(forms: list[FilledForm], answers: dict[str, object]) -> FilledForm | None:
    wanted = [one for one in forms if set(answers) & {*one.values, *one.choices}]
    return (wanted or forms or [None])[-1]


def filled(form: FilledForm, answers: dict[str, object], meant: int) -> dict[str, object]:
    data: dict[str, object] = dict(form.values)
    for name, offered in form.choices.items():
        if name in answers or data.get(name) or name in LEFT_EMPTY:
            continue
        whose = [value for value in offered if value == str(meant)]
        if name.startswith("who"):
            data[name] = whose or [value for value in offered if value == "new"] or offered[:1]
        elif name.startswith(("here_too", "new_after_all", "yes")):
            data[name] = offered
        elif offered:
            data[name] = offered[:1]
    data |= {name: value for name, value in answers.items() if name in form.values or name in form.choices}
    main = next(((name, value) for name, value, is_main in form.buttons if is_main and name), None)
    return data | ({main[0]: main[1]} if main else {})
