"""References in rows that are only added stay readable, whatever becomes of the code."""

import pytest

from collaborative.journal.refs import NOW, parse, ref


@pytest.mark.parametrize("written", NOW)
def test_a_reference_from_before_a_model_moved_leads_to_it_and_is_still_written_so(written):
    model, pk = parse(f"{written}:7")

    assert (model._meta.label_lower, pk) == (NOW[written], 7)
    assert ref(model(pk=7)) == f"{written}:7"
