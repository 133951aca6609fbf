from coaching.services.opening import open_cycles
from trainings.attendance.after_closing import begins_at_closing

begins_at_closing(open_cycles)
