"""Names of persons, told by how they are written and by common given names and surnames."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer_tools.profiling.semantic_types.vocabularies import word_set

GIVEN = word_set(
    "james john robert michael william david richard joseph thomas charles christopher daniel "
    "matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward "
    "ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin "
    "scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry "
    "tyler aaron jose adam nathan henry peter zachary kyle walter noah ethan jeremy harold keith "
    "christian roger terry sean arthur austin gerald carl dylan juan bryan bruce jordan billy joe "
    "albert willie gabriel logan alan wayne ralph roy eugene randy vincent russell elijah louis "
    "bobby philip johnny liam lucas oliver mary patricia jennifer linda elizabeth barbara susan "
    "jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle "
    "carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy "
    "angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra "
    "rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria "
    "kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha "
    "gloria teresa ann sara madison frances kathryn janice jean abigail alice julia judy sophia "
    "grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany "
    "charlotte marie kayla alexis lori jane mia chloe ella ava zoe lily lucy claire erin mohammed "
    "muhammad mohamed ahmed ali omar hassan hussein ibrahim yusuf fatima aisha khadija zainab "
    "layla leila amir karim tariq noor wei li jing fang min xiu ying hui yan lei jun ming hiroshi "
    "kenji takashi yuki haruto sakura yoko akira naoko aiko sota priya rahul amit anil sunil raj "
    "ravi sanjay vijay deepak pooja neha anjali lakshmi sita arjun rohan kavita suresh ramesh "
    "hans klaus jürgen wolfgang dieter uwe heinz günter stefan andreas markus sabine ursula "
    "monika petra renate heike birgit anke katrin greta lena jonas felix lukas pierre michel "
    "andré philippe alain jacques marcel nathalie isabelle sylvie monique françoise chantal "
    "camille léa chloé manon giovanni giuseppe antonio mario luigi francesco marco alessandro "
    "lorenzo matteo giulia chiara francesca carlos luis miguel pedro jesus manuel javier fernando "
    "alejandro diego pablo sergio carmen isabel lucia ana sofia elena rosa pilar joão paulo tiago "
    "ivan dmitri sergei vladimir olga natasha svetlana tatiana irina ekaterina anastasia jan "
    "piotr krzysztof andrzej agnieszka katarzyna małgorzata lars erik anders nils ingrid astrid "
    "freya kwame kofi ama chidi ngozi oluwaseun adebayo thabo sipho nomsa bob bill jim tom tim "
    "mike dave steve chris dan matt tony jeff greg sam ben alex nick ed fred carla eva nina nora "
    "max leo oscar hugo tina kate katie jenny becky sue meg liz beth owen ian neil"
)
"""Common given names of many countries, in lower case."""

SURNAMES = word_set(
    "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez "
    "gonzalez wilson anderson thomas taylor moore jackson martin lee perez thompson white harris "
    "sanchez clark ramirez lewis robinson walker young allen king wright torres nguyen hill "
    "flores green adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips "
    "evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook "
    "rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward "
    "richardson watson brooks chavez wood bennett gray mendoza ruiz hughes price alvarez castillo "
    "sanders patel myers long ross foster jimenez müller schmidt schneider fischer weber meyer "
    "wagner becker schulz hoffmann schäfer koch bauer richter klein wolf schröder neumann schwarz "
    "zimmermann dubois durand leroy moreau simon laurent lefebvre michel bertrand roux vincent "
    "fournier rossi russo ferrari esposito bianchi romano colombo ricci marino greco silva santos "
    "oliveira souza pereira costa ferreira wang zhang liu chen yang huang zhao wu zhou xu tanaka "
    "suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi singh kumar sharma gupta khan "
    "ahmed hussain shah ivanov petrov smirnov kuznetsov popov kowalski nowak wiśniewski hansen "
    "johansen olsen larsen andersson johansson karlsson nilsson eriksson okafor adeyemi mensah "
    "mwangi dlamini svensson jensen nielsen murray graham hamilton o'brien o'connor fitzgerald "
    "mcdonald macdonald wallace"
)
"""Common surnames of many countries, in lower case."""

_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Master|Dr|Prof|Herr|Frau|Mme|Mlle|Sr|Sra|Rev)\b\.?", re.IGNORECASE
)
_SHAPE = re.compile(r"[^\W\d_][\w'’.\"()/-]*(?:,?\s+[(\"]?[^\W\d_][\w'’.\"()/-]*){0,9}")

TITLED = 0.5
"""Share of values with a title before a name from which on they are names: a convention."""

LEXICON = 0.2
"""Share of values of two to four words with a common given name or surname: in lists of persons
from one country it is mostly above a half, in names of towns or firms under a tenth. A
convention."""

LONE = 0.5
"""The same for values of one word, which towns and firms share with persons: a convention."""


def share_of_persons(texts: Sequence[str]) -> float | None:
    """Return the share of texts written like names of persons; None if they are none.

    Args:
        texts: different values.
    """
    shaped = [text for text in texts if _SHAPE.fullmatch(text)]
    if not texts or len(shaped) < 0.9 * len(texts):
        return None
    if sum(bool(_TITLED.search(text)) for text in shaped) >= TITLED * len(texts):
        return len(shaped) / len(texts)
    split = [[w.strip(".,'\"()").casefold() for w in text.split()] for text in shaped]
    several = [words for words in split if 2 <= len(words) <= 4]
    if len(several) >= 0.8 * len(split):
        both = sum(_is_person(words) for words in several)
        return len(shaped) / len(texts) if both >= LEXICON * len(split) else None
    lone = [words[0] for words in split if len(words) == 1]
    if len(lone) < 0.8 * len(split) or len(lone) < 5:
        return None
    given = sum(word in GIVEN for word in lone)
    family = sum(word in SURNAMES for word in lone)
    return len(shaped) / len(texts) if max(given, family) >= LONE * len(lone) else None


def _is_person(words: Sequence[str]) -> bool:
    """Tell whether the first word is a given name, or the last a surname, or turned around."""
    first, last = words[0], words[-1]
    return first in GIVEN or last in SURNAMES or (first in SURNAMES and last in GIVEN)
