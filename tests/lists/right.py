"""What each file of tests/lists/cases says, written down by hand: people, and the lines of whom nobody is made."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Right:
    people: list[tuple[str, str, str]]  # given, family, address
    passed_over: list[int] = field(default_factory=list)  # headings, titles, rooms, by line
    refused: list[int] = field(default_factory=list)
    problems: list[int] = field(default_factory=list)
    order: str = ""


AURELIA = ("Aurelia", "Quintana", "aurelia.quintana@school.example")
LUIS = ("Luis", "Begay", "luis.begay@school.example")
ROSA, ARTURO, MARLENE = ("Rosa", "Montoya", ""), ("Arturo", "Espinoza", ""), ("Marlene", "Durán", "")
SEAN = ("Sean", "O'Hara", "sean.o'hara@school.example")
ROBERT = ("Robert", "Sandia", "robert.sandia@school.example")
GIVEN, FAMILY = "given first", "family first"

RIGHT = {
    "01-first-last-email.csv.txt": Right([AURELIA, LUIS], [1]),
    "03-email-first.csv.txt": Right([AURELIA, LUIS], [1]),
    "05-unknown-headings.txt": Right([AURELIA], [1], order=GIVEN),
    "07-title-line.txt": Right([AURELIA], [1, 3], order=GIVEN),
    "09-bom-snake-case.csv.txt": Right([AURELIA], [1]),
    "10-quoted-newline.csv.txt": Right([AURELIA, LUIS], [1], order=GIVEN),
    "11-apostrophe-address.txt": Right([SEAN], order=GIVEN),
    "13-titles-suffixes.txt": Right(
        [
            ROSA,
            ("Tina", "Yazzie", "tina.yazzie@school.example"),
            ("Ana", "Lucero", "ana.lucero@school.example"),
            ROBERT,
        ],
        order=GIVEN,
    ),
    "15-two-word-given-name.txt": Right(
        [("Mary Ann", "Quintana", "mary.quintana@school.example"), ("John", "Begay", "john.begay@school.example")],
        order=GIVEN,
    ),
    "17-oneroster-users.csv": Right([AURELIA], [1], refused=[3, 4]),
    "19-own-roster-export.csv.txt": Right([AURELIA], [1]),
    "20-names-for-pdf.txt": Right(
        [
            ("李", "小龍", ""),
            ("한", "지민", ""),
            ("Ana", "Lucero", ""),
            ("Reading", "day", ""),
            ("Dewełł Łį́į́ʼ", "Tsosie-Náátʼáanii", ""),
            (
                "María de los Ángeles Guadalupe Concepción Fernández de Córdoba y Álvarez",
                "de Toledo-Montoya",
                "",
            ),
        ],
        order=GIVEN,
    ),
    "22-numbered-without-dot.txt": Right([AURELIA, LUIS], order=GIVEN),
    "23-address-without-at.txt": Right([], problems=[1]),
    "30-outlook-to-line.txt": Right(
        [
            ("Rosa", "Montoya", "rosa@school.example"),
            ARTURO,
            MARLENE,
            LUIS,
            ("Tina", "Yazzie", "tina.yazzie@school.example"),
        ],
        order=GIVEN,
    ),
    "31-outlook-contacts.csv": Right([AURELIA, ROBERT], [1]),
    "32-excel-spanish.csv": Right([("María José", "Peña Baca", "mj.pena@school.example"), LUIS], [1]),
    "33-google-sheets.tsv": Right([AURELIA, LUIS], [1], order=GIVEN),
    "34-powerschool.txt": Right([("Aurelia M", "Quintana", AURELIA[2]), SEAN], [1]),
    "35-synergy.csv": Right([AURELIA, LUIS], [1, 2, 3, 6]),
    "36-skyward.txt": Right(
        [
            ("Aurelia M", "Quintana", ""),
            ("Luis", "Begay", ""),
            ("Maria Elena", "De La Cruz", ""),
            ("Sean P", "O'Hara", ""),
        ],
        order=FAMILY,
    ),
    "37-zoom-participants.csv": Right([AURELIA, LUIS, ("Tina", "Yazzie", "")], [1, 2, 4], order=GIVEN),
    "38-teams-attendance.tsv": Right([AURELIA, ("Luis", "Begay", ""), AURELIA], [1, 2, 3, 5, 6, 10, 11], order=GIVEN),
    "39-word-table.txt": Right([AURELIA, LUIS], [1], order=GIVEN),
    "40-bullets-and-boxes.txt": Right(
        [
            ("Aurelia", "Quintana", ""),
            ("Luis", "Begay", ""),
            ("Tina", "Yazzie", ""),
            ROSA,
            ARTURO,
            MARLENE,
            ("Ofelia", "Bowman", ""),
        ],
        [1],
        order=GIVEN,
    ),
    "41-rooms-and-dates.txt": Right([AURELIA, LUIS], [1, 2, 4, 6, 7], order=GIVEN),
    "42-pupils-and-parents.csv": Right([AURELIA, LUIS], [1], refused=[3, 4, 5, 6], order=GIVEN),
    "43-social-security.csv": Right([AURELIA], [1], refused=[3], order=GIVEN),
    "44-signature-words.txt": Right(
        [
            MARLENE,
            ("Ofelia", "Bowman", ""),
            ARTURO,
            ("Aurelia", "Quintana", ""),
            ROSA,
            ("William", "Sandia", ""),
        ],
        order=GIVEN,
    ),
    "45-two-on-a-line.txt": Right(
        [
            ROSA,
            ARTURO,
            ("Aurelia", "Quintana", ""),
            ("Luis", "Begay", ""),
            ("Tina", "Yazzie", ""),
            ("Ofelia", "Bowman", ""),
            MARLENE,
            ("Santiago", "Encinias", ""),
        ],
        problems=[5],
        order=GIVEN,
    ),
    "46-camel-case.csv": Right([AURELIA], [1]),
    "47-csv-without-heading.csv": Right([AURELIA, LUIS], order=GIVEN),
    "48-broken-addresses.csv": Right(
        [ROSA, ("Arturo", "Espinoza", "arturo@school.example")], [1], problems=[2, 3, 4], order=GIVEN
    ),
    "49-unbalanced-quote.csv": Right([AURELIA, LUIS, ROBERT], [1], order=GIVEN),
    "50-surnames-first.csv": Right([("María Dolores", "Peña Baca", "dolores.pena@school.example"), LUIS], [1]),
    "51-last-comma-first-unquoted.csv": Right([AURELIA, LUIS], [1]),
}
