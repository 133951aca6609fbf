"""The service clock: a request is answered within three business days, the day of asking not counted."""

from datetime import date

from collaborative.calendar.business_days import add_business_days

BUSINESS_DAYS_TO_ANSWER = 3
DAYS_TO_FINISH = 30  # after an answer, unless the district named a day
DAYS_TO_RATE = 7


def answer_by(asked_on: date) -> date:
    return add_business_days(asked_on, BUSINESS_DAYS_TO_ANSWER)
