"""Plans, requests and endings of an authority, restated with numpy from docs/model: an independent reproduction.

Reads the tables that `./run bench numpy` writes (what is known at the start, and chances by month), plays so many futures, and
prints what each found as JSON. Written from the rules and not from the engine's code: persons are rows of arrays, a month is a few
passes over them, random numbers come from numpy's own generator.

What is restated: requests by district, month and age, fewer as more hold a plan; the decision to assess by week 6 or up to six weeks
late, advice in six weeks, the decision to issue, the final plan by week 20; moves in; growing up in September; annual reviews, which
cease some plans from Year 12 on; endings between reviews; the end after the year of the 25th birthday. Staff are not short, nothing is
appealed, no mitigation acts, and where children are placed and what that costs is left out.
"""
import json
import sys
import time

import numpy as np

LAST_YEAR = 20  # curriculum year of those who turn 25
REQUESTED, ADVICE, DRAFT = 0, 1, 2


class Future:
    def __init__(self, tables, random):
        self.t, self.random = tables, random
        self.district = np.array(tables["openingDistrict"])
        self.born = np.array(tables["openingBorn"])
        self.review = random.integers(0, 12, len(self.born))
        empty = np.empty(0, dtype=np.int64)
        self.cases = {name: empty for name in ("district", "born", "stage", "week")}
        self.found = {name: np.zeros(tables["years"], dtype=np.int64) for name in ("requests", "refused", "issued", "movedIn", "ceased", "plans")}

    def play(self):
        for month in self.t["months"]:
            self.now = month["number"]
            issued = self.assess(month)
            if self.now >= 0:
                self.live(month, issued)
        return {name: values.tolist() for name, values in self.found.items()}

    def count(self, name, number):
        year = (self.now - self.t["accountsOpen"]) // 12
        if self.now >= self.t["accountsOpen"]:
            self.found[name][year] += number

    # Requests of the month, then every week's steps; the plans issued, as districts and years of birth.
    def assess(self, month):
        random, t, cases = self.random, self.t, self.cases
        holders = np.bincount(self.district, minlength=t["districts"])
        for d in range(t["districts"]):
            residents = t["residents"][d]
            without = max(0, residents - holders[d]) / max(1, residents - t["openingPlans"][d]) if self.now >= 0 else 1
            slots, chance = month["expected"][d] * without / t["slotChance"], t["slotChance"]
            arrived = random.binomial(int(slots), chance) + int(random.random() < (slots - int(slots)) * chance)
            self.count("requests", arrived)
            ages = np.minimum(random.choice(26, arrived, p=month["ages"][d]), LAST_YEAR + 4)
            late = random.random(arrived) < t["late"]
            weeks = np.where(late, t["decisionWeek"] + 1 + random.integers(0, 6, arrived), t["decisionWeek"] - random.integers(0, 3, arrived))
            new = {
                "district": np.full(arrived, d),
                "born": month["academicYear"] - (ages - 4) - 5,
                "stage": np.full(arrived, REQUESTED),
                "week": month["firstWeek"] + random.integers(0, month["weeks"], arrived) + weeks,
            }
            cases = {name: np.concatenate((cases[name], new[name])) for name in cases}

        issued = {"district": [], "born": []}
        longest = t["finalWeek"] - t["decisionWeek"] - t["adviceWeeks"]
        year = month["academicYear"] - cases["born"] - 5
        open_ = np.ones(len(year), dtype=bool)
        for week in range(month["firstWeek"], month["firstWeek"] + month["weeks"]):
            due = open_ & (cases["week"] <= week)
            too_old = due & (cases["stage"] < DRAFT) & (year > LAST_YEAR)
            open_ &= ~too_old
            age = np.clip(year + 4, 0, 25)
            luck = random.random(len(year))

            final = due & (cases["stage"] == DRAFT)
            open_ &= ~final
            keeps = final & (year <= LAST_YEAR)
            issued["district"].append(cases["district"][keeps])
            issued["born"].append(cases["born"][keeps])

            advised = due & ~too_old & (cases["stage"] == ADVICE)
            not_issued = advised & (luck < np.minimum(0.97, t["notIssued"])[age])
            drafts = advised & ~not_issued
            open_ &= ~not_issued
            cases["stage"][drafts] = DRAFT
            cases["week"][drafts] = week + np.maximum(1, longest - random.integers(0, 4, drafts.sum()))

            decided = due & ~too_old & (cases["stage"] == REQUESTED)
            refused = decided & (luck < np.minimum(0.97, t["refused"])[age])
            assessed = decided & ~refused
            self.count("refused", refused.sum())
            open_ &= ~refused
            cases["stage"][assessed] = ADVICE
            cases["week"][assessed] = week + t["adviceWeeks"]
        self.cases = {name: values[open_] for name, values in cases.items()}
        return np.concatenate(issued["district"]), np.concatenate(issued["born"])

    # Those who begin this month, September, reviews, endings.
    def live(self, month, issued):
        random, t = self.random, self.t
        district, born = issued
        self.count("issued", len(born))
        for d in range(t["districts"]):
            slots = month["moveInSlots"][d]
            moved = random.binomial(slots, month["moveInChance"][d])
            self.count("movedIn", moved)
            ages = random.choice(t["moversAges"], moved)
            district = np.concatenate((district, np.full(moved, d)))
            born = np.concatenate((born, month["academicYear"] - (ages - 4) - 5))
        self.district = np.concatenate((self.district, district))
        self.born = np.concatenate((self.born, born))
        self.review = np.concatenate((self.review, np.full(len(born), self.now + 12)))

        year = month["academicYear"] - self.born - 5
        ends = year > LAST_YEAR
        due = ~ends & (self.review <= self.now)
        self.review[due] = self.now + 12
        ends |= due & (year >= 12) & (random.random(len(year)) < t["ceasesAtReview"])
        leave = np.array(month["leave"])[np.clip(year + 4, 0, LAST_YEAR + 4)]
        ends |= random.random(len(year)) < leave
        self.count("ceased", ends.sum())
        self.district, self.born, self.review = self.district[~ends], self.born[~ends], self.review[~ends]
        if month["ofYear"] == 1 and self.now >= t["accountsOpen"]:
            self.count("plans", len(self.born))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        tables = json.load(file)
    for name in ("refused", "notIssued"):
        tables[name] = np.array(tables[name])
    futures = int(sys.argv[2])
    random = np.random.default_rng(20261124)
    began = time.process_time()
    found = [Future(tables, random).play() for _ in range(futures)]
    print(json.dumps({"secondsEach": (time.process_time() - began) / futures, "futures": found}))


main()
