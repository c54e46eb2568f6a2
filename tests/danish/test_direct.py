"""The piece of a sentence that is the answer itself."""

from __future__ import annotations

import pytest

from klyngebot.danish.direct import direct_answer
from klyngebot.danish.questions import classify


@pytest.mark.parametrize(
    ("question", "sentence", "direct"),
    [
        ("Hvornår blev MADE stiftet?", "MADE blev stiftet som forening i 2014.", "2014"),
        ("Hvornår udkom strategien?", "Den er dateret 30. april 2013 på siden.", "30. april 2013"),
        ("Hvor mange medlemmer har CenSec?", "CenSec havde cirka 200 medlemmer i 2023.", "200 medlemmer"),
        ("Hvor meget koster det?", "Det koster 5.000 kr. om året for op til 100 ansatte.", "5.000 kr"),
        ("Hvem var formand i 2022?", "Christian Motzfeldt var formand i 2022.", "Christian Motzfeldt"),
        ("Hvor ligger CLEAN?", "CLEAN har hovedkontor i Sønderborg.", "Sønderborg"),
        ("Hvad er en klynge?", "En klynge er et samarbejde fra 2014.", ""),
        ("Hvornår i 2014 blev den stiftet?", "Den blev stiftet i 2014.", ""),
    ],
)
def test_the_answer_itself_is_found(question: str, sentence: str, direct: str) -> None:
    span = direct_answer(classify(question), sentence, question)
    assert (sentence[slice(*span)] if span else "") == direct
