from collaborative.celery import app
from collaborative.signs import sign


@app.task(name="collaborative.heartbeat")
def heartbeat() -> None:
    """Beat's clock through Redis to a worker's hands and back: the whole way that reminders take."""
    sign("round trip")
