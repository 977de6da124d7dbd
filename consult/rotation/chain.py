"""How many meetings are repeated at least, when people go from one round to the next.

By steps: take the m travellers (nobody with a host table) who are there in round r and in round r + 1. Where n of
them sit at a table in r, y of these stay and n - y go to one of p other tables; so at least C(y, 2) + `spread(n -
y, p)` pairs of them meet at both rounds. Summed over tables this is least when everything is level, as both terms
are convex. Every such meeting is one beyond the first when counted at the later round, so the steps of all rounds
add up. Whoever stays returns; with few returns to give away, they are taken where they save most.

By pairs of rounds: the same count for every two rounds r < s bounds the sum of C(n, 2) over all pairs of people
that meet n times; n is at most the number of rounds, so the sum of n - 1 is bounded, too. Somebody with v visits to
a table stays there in C(v, 2) of the pairs of rounds, at most C(c + 1, 2) with c returns.

By first meetings: whatever tables hold beyond the pairs of people who can meet at all is a repeat.

By hosts: whoever returns to a table whose host has always been there meets the host again.

Pairs that belong together may meet at every round without counting, so their meetings are taken off. Meetings
repeated in the past are a fact, and so are those of hosts who share a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from consult.rotation.hall import Part
from consult.rotation.measure import at_tables
from consult.rotation.problem import Person, Problem, pairs

Step = tuple[int, list[int]]
"""Pairs that meet again if nobody stays, and how many fewer they are for each further person who stays."""


def spread(people: int, places: int) -> int:
    """The fewest pairs that stay in company when `people` go to `places` tables: C(n, 2) summed over an
    even split.

    An even split is best because moving one person from a place with n to one with m ≤ n - 2 takes away n -
    1 pairs and adds m. Without places everybody is counted as staying together.
    """
    if places <= 0:
        return people * (people - 1) // 2
    each, larger = divmod(people, places)
    return larger * (each + 1) * each // 2 + (places - larger) * each * (each - 1) // 2


def six_tables(people: int, tables: int, rounds: int) -> int:
    """Meetings beyond the first at six tables over four rounds or more without returns: 28 people at most have none.

    Write everybody's tables of four rounds as a word of four letters; two words agree in one place at most, and so
    does each with the six words "i i i i", as nobody returns. 29 people make 35 such words; any 35 can be completed
    to 36 (in each place one letter is missing once, and these four letters make the missing word), and 36 are two
    orthogonal Latin squares of order six, which do not exist (Tarry 1900). With fewer than n - 28 repeated meetings
    among n people, leaving out one person of each pair would leave 29 or more without any.
    """
    return max(0, people - 28) if tables == 6 and 4 <= rounds <= tables else 0


def fewest_with_few_returns(problem: Problem, parts: Sequence[Part], returns: Mapping[int, int]) -> int:
    """Repeated meetings of any plan in which nobody returns more often than `returns` says they must.

    `returns`: person id → returns, those in the past included. See the module for the argument.
    """
    found, back = _past(problem)
    for part in parts:
        own = _to_come(part, returns, back)
        bound = _total(_steps(problem, part), sum(own))
        if not problem.past:
            bound = max(bound, _by_all_rounds(problem, part, own))
        found += bound + _hosts_again(problem, part) + _hosted(problem, part) * sum(own)
    return max(found, _by_first_meetings(problem, parts))


def fewest_with_returns(problem: Problem, parts: Sequence[Part], returns: Mapping[int, int]) -> int:
    """Repeated meetings of any plan, however often people return beyond what they must. See the module."""
    found, back = _past(problem)
    for part in parts:
        forced = sum(_to_come(part, returns, back)) if _hosted(problem, part) else None
        found += _hosts_again(problem, part) + _total(_steps(problem, part), None, forced)
    return max(found, _by_first_meetings(problem, parts))


def _to_come(part: Part, returns: Mapping[int, int], back: Mapping[int, int]) -> list[int]:
    """The returns still to come of everybody who has to."""
    left = [returns.get(person.id, 0) - back.get(person.id, 0) for person in part.people]
    return [count for count in left if count > 0]


def _hosted(problem: Problem, part: Part) -> bool:
    """Whether each table has a host who is there in every round, and whom nobody belongs with."""
    wishes = {one for pair in problem.together for one in pair}
    hosted = {
        person.host_table
        for person in part.people
        if not person.pins
        and person.id not in wishes
        and all(person.present(r) for r in range(problem.rounds))
        and all(seats.get(person.id) == person.host_table for seats in problem.past)
    }
    return all(table.number in hosted for table in part.tables)


def _past(problem: Problem) -> tuple[int, Counter[int]]:
    """Repeated meetings of the past, and returns by person."""
    together = pairs(problem.together)
    met: Counter[tuple[int, int]] = Counter()
    been: Counter[tuple[int, int]] = Counter()
    for seats in problem.past:
        been.update(seats.items())
        met.update(pair for there in at_tables(seats).values() for pair in combinations(there, 2))
    back: Counter[int] = Counter()
    for (one, _), visits in been.items():
        back[one] += visits - 1
    return sum(n - 1 for pair, n in met.items() if pair not in together), back


def _steps(problem: Problem, part: Part) -> list[Step]:
    """From each round to the next that is still to come."""
    return [_step(problem, part, r - 1, r) for r in part.rounds if r > 0]


def _step(problem: Problem, part: Part, r: int, s: int) -> Step:
    """What the travellers who are there in rounds r and s must repeat in s of the meetings of r."""
    played = problem.past[r] if r < len(problem.past) else None
    movers = [
        p
        for p in part.present(s)
        if p.host_table is None and (p.present(r) if played is None else p.id in played)
    ]
    here = {played[p.id] for p in movers} if played is not None else {*part.rooms[r]}
    there = {*part.rooms[s]}
    places = len(there) - (here <= there)
    if not movers or not there:
        return 0, []
    if places <= 0:
        return max(0, spread(len(movers), 0) - _together(problem, movers)), []
    if played is None:
        again, saved = _level_step(len(movers), len(here), places)
    else:
        again, saved = _known_step(Counter(played[p.id] for p in movers).values(), places)
    again -= _together(problem, movers)
    return (again, saved) if again > 0 else (0, [])


def _level_step(movers: int, tables: int, places: int) -> Step:
    """From tables of the best sizes, level: m - y who move and y who stay are spread over all of them."""

    def again(staying: int) -> int:
        each, larger = divmod(movers - staying, tables)
        moving = larger * spread(each + 1, places) + (tables - larger) * spread(each, places)
        return moving + spread(staying, tables)

    saved = []
    for staying in range(movers):
        fewer = again(staying) - again(staying + 1)
        if fewer <= 0:
            break
        saved.append(fewer)
    return again(0), saved


def _known_step(company: Iterable[int], places: int) -> Step:
    """From tables with so many travellers each."""
    again, saved = 0, []
    for size in company:
        again += spread(size, places)
        for staying in range(size):
            fewer = spread(size - staying, places) - spread(size - staying - 1, places) - staying
            if fewer <= 0:
                break
            saved.append(fewer)
    return again, saved


def _total(steps: Sequence[Step], staying: int | None, forced: int | None = None) -> int:
    """The least that several steps repeat together if so many stays (None: any number) may be shared out.

    `forced`: so many return in any case, and everybody who does meets a host again; None if that costs nothing.
    """
    saved = sorted((fewer for _, each in steps for fewer in each), reverse=True)
    again = sum(again for again, _ in steps)
    if forced is None:
        return max(0, again - sum(saved[:staying]))
    more = sum(max(0, fewer - 1) for fewer in saved[forced:])
    return max(forced, again - sum(saved[:forced]) - more + forced)


def _by_all_rounds(problem: Problem, part: Part, returns: Sequence[int]) -> int:
    """By pairs of rounds, and for six tables; `returns`: of those who have to."""
    rounds, together = len(part.rounds), _together(problem, part.people)
    stays = sum(count * (count + 1) // 2 for count in returns)
    steps = [_step(problem, part, r, s) for r, s in combinations(part.rounds, 2)]
    bound = _fewest_again(_total(steps, stays), rounds)
    if not returns:
        always = [p for p in part.people if p.host_table is None and all(p.present(r) for r in part.rounds)]
        bound = max(bound, six_tables(len(always) - together, len(part.tables), rounds))
    return bound


def _fewest_again(meetings: int, rounds: int) -> int:
    """The least sum of n - 1 over pairs that meet n times, n at most `rounds`, if C(n, 2) sums to `meetings`.

    C(n, 2) is convex, so it is best that as many pairs as possible meet in all rounds, and one in some.
    """
    if meetings <= 0 or rounds < 2:
        return 0
    always, left = divmod(meetings, rounds * (rounds - 1) // 2)
    last = next(n for n in range(1, rounds + 1) if n * (n - 1) // 2 >= left)
    return always * (rounds - 1) + last - 1


def _together(problem: Problem, people: Sequence[Person]) -> int:
    ids = {person.id for person in people}
    return sum(one in ids and other in ids for one, other in pairs(problem.together))


def _hosts_again(problem: Problem, part: Part) -> int:
    """Meetings beyond the first, in rounds to come, of people who host the same table all along."""
    hosts: dict[int, list[Person]] = {}
    for person in part.people:
        if person.host_table is not None and not person.pins:
            hosts.setdefault(person.host_table, []).append(person)
    together, found = pairs(problem.together), 0
    for one, other in (two for each in hosts.values() for two in combinations(each, 2)):
        if (min(one.id, other.id), max(one.id, other.id)) not in together:
            met = any(seats.get(one.id, -1) == seats.get(other.id, -2) for seats in problem.past)
            again = sum(one.present(r) and other.present(r) for r in part.rounds)
            found += max(0, again - (not met))
    return found


def _by_first_meetings(problem: Problem, parts: Sequence[Part]) -> int:
    """All meetings there are, less the pairs that can meet and the meetings of those who belong together."""
    ids = sorted({p.id for p in problem.people}.union(*problem.past))
    index = {one: i for i, one in enumerate(ids)}
    may_meet = np.zeros((len(ids), len(ids)), dtype=np.int64)
    meetings = 0
    for seats in problem.past:
        for there in at_tables(seats).values():
            at = [index[one] for one in there]
            may_meet[np.ix_(at, at)] = 1
            meetings += len(at) * (len(at) - 1) // 2
    for part in parts:
        for r in part.rounds:
            at = [index[p.id] for p in part.present(r)]
            may_meet[np.ix_(at, at)] = 1
            meetings += spread(len(at), len(part.rooms[r])) if part.rooms[r] else 0
    possible = (int(may_meet.sum()) - int(np.trace(may_meet))) // 2
    return max(0, meetings - possible - len(problem.together) * max(0, problem.rounds - 1))
