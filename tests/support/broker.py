"""What waits in the broker, done in the process of the test as a worker would do it."""

from queue import Empty

from config import celery_app

QUEUE = "celery"


def forget_queue() -> None:
    """Nothing waits: what other tests have sent is thrown away."""
    celery_app.control.purge()


def work_off() -> dict[str, list[str]]:
    """Do every task that waits, those they send included. A failure reaches no other task. Returns their states by name."""
    states: dict[str, list[str]] = {}
    with celery_app.connection_for_read() as connection, connection.SimpleQueue(QUEUE) as queue:
        while True:
            try:
                message = queue.get(block=False)
            except Empty:
                return states
            arguments, named, _ = message.payload
            task = celery_app.tasks[message.headers["task"]]
            states.setdefault(task.__name__, []).append(task.apply(arguments, named).state)
            message.ack()
