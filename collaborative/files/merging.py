from collaborative.files.models import Upload
from collaborative.people.merges.movers import stays

stays(Upload, "uploaded_by")
