"""How many people at least sit outside the language of their table, in one round."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from consult.rotation.hall import Part

RARE = 12
"""Languages looked at together, those with the fewest speakers first."""


def fewest_outside(part: Part, r: int) -> int:
    """People of a part outside the language most shared (or interpreted) at their table in round r, at least.

    Every table has one language that counts. Take a set S of languages; say x tables without an interpreter have
    one of S. They hold x times the least size, and only the N people who speak a language of S are inside there:
    at least least·x - N are outside. The C people who speak nothing but languages of S are inside only there, or
    at the Q tables with an interpreter: at least C - most·(x + Q) of them sit elsewhere, outside. The two are
    different people, so the best x gives a bound; so does every S. Besides, x tables of S beyond those whose
    fixed people are all of S have somebody outside each. Looked at are single languages, pairs and triples.
    """
    present, rooms = part.present(r), part.rooms[r]
    kinds = Counter(person.languages for person in present if person.languages)
    if not kinds or not rooms or frozenset.intersection(*kinds):
        return 0
    interpreted = {table.number for table in part.tables if table.interpreted} & rooms.keys()
    plain = {number: each.least for number, each in rooms.items() if number not in interpreted}
    seated: dict[int, list[frozenset[str]]] = {number: [] for number in plain}
    for person in present:
        number = person.fixed_table(r)
        if number in seated and person.languages:
            seated[number].append(person.languages)
    least, most = min(plain.values(), default=0), max(each.most for each in rooms.values())
    best = 0
    for chosen in _choices(kinds):
        captive = sum(n for languages, n in kinds.items() if languages <= chosen)
        if captive <= best:
            continue
        strangers = sum(n for languages, n in kinds.items() if not languages & chosen)
        speakers = len(present) - strangers
        welcome = sum(all(languages & chosen for languages in there) for there in seated.values())
        best = max(
            best,
            min(
                max(0, least * x - speakers, x - welcome) + max(0, captive - most * (x + len(interpreted)))
                for x in range(len(plain) + 1)
            ),
        )
    return best


def _choices(kinds: Counter[frozenset[str]]) -> list[frozenset[str]]:
    spoken: Counter[str] = Counter()
    for languages, n in kinds.items():
        spoken.update(dict.fromkeys(languages, n))
    rare = sorted(spoken, key=lambda language: (spoken[language], language))[:RARE]
    return [frozenset(chosen) for size in (1, 2, 3) for chosen in combinations(rare, size)]
