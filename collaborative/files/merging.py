from collaborative.files.models import Upload
from collaborative.people.movers import stays

stays(Upload, "uploaded_by")
