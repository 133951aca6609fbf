"""How much is made. The demo is small; S is one state's year, S×10 a decade of it, P×10 a year with ten times its people."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Size:
    """`trainings` and `requests` are of one region and one year, `staff_share` is staff per hundred students.
    `years`: how many years are filled, the present one included. `districts`: how many times the state's districts."""

    schools_most: int
    staff_share: float
    coaches: int  # of a region; as many trainings can be held on one day
    trainings: int
    people_per_district: float  # registered for one training
    requests: int
    years: int = 1
    districts: int = 1


DEMO = Size(schools_most=3, staff_share=1.2, coaches=3, trainings=27, people_per_district=1.7, requests=7)
S = Size(schools_most=60, staff_share=14.8, coaches=6, trainings=222, people_per_district=2.05, requests=60)
S_TIMES_10 = replace(S, years=10)
P_TIMES_10 = replace(S, districts=10, people_per_district=0.3)  # the trainings are as many and as full as at S
