"""The words of school lists, in English and Spanish, as plain() writes them: titles, jobs, places, pupils."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split(","))


TITLES = _words(
    "ms mr mrs miss mx dr dra prof profa profr profra professor profesor profesora maestro maestra mtro mtra licda"
    " arq sr sra srta sres mister"
)
DOTTED_TITLES = _words("lic ing rev fr hon don dona")  # «Don Begay» is a name
SUFFIXES = _words(
    "jr sr ii iii iv phd edd psyd md jd dds dnp esq med mba msw lcsw lmsw lpc rn bsn msn ccc-slp slp ccc otr otr/l nbct"
    " lep ncsp bcba"
)
DEGREES = _words("ma ms ba bs mat mpa eds")  # only behind a comma or with dots: «Ma» is a name
PARTICLES = _words("de del la las los da das do dos van von der den di du le san santa")

JOB_WORDS = _words(
    "teacher teachers principal counselor librarian director directora coordinator coordinadora coordinador"
    " superintendent superintendente interventionist assistant paraprofessional secretary secretaria registrar"
    " specialist especialista psychologist psicologa psicologo therapist terapeuta custodian liaison administrator"
    " administrador administradora maestro maestra maestros profesor profesora docente consejera consejero"
    " bibliotecaria bibliotecario enfermera enfermero directivo subdirector subdirectora advisor diagnostician manager"
    " supervisor instructor facilitator"
)
SHORT_JOBS = _words("aide ea nurse coach dean clerk trainer substitute para cook")  # names, too: «Aidé», «Dean»
BEFORE_JOBS = _words(
    "school instructional literacy math reading teacher teachers special educational library classroom health science"
    " district lead office bus pe education"
)
SUBJECTS = _phrases(
    "science, math, mathematics, reading, english, ela, history, social studies, music, art, pe, physical education,"
    " kindergarten, pre-k, prek, sped, special education, bilingual, esl, spanish, technology, stem, title i, gifted,"
    " ciencias, matematicas, lectura, espanol, ingles, historia, musica, arte, educacion fisica, educacion especial"
)
PLACE_WORDS = _words(
    "elementary school schools academy district campus department office preschool headstart isd primaria secundaria"
    " escuela preparatoria colegio distrito university college"
)
ROOMS = _phrases(
    "library, gym, gymnasium, cafeteria, auditorium, office, front office, lounge, teachers lounge, computer lab, lab,"
    " room, classroom, online, in person, virtual, zoom, teams, biblioteca, gimnasio, cafeteria, auditorio, oficina,"
    " salon, aula, en linea, staff, faculty, teachers, present, absent, attendees, participants, morning session,"
    " afternoon session, morning, afternoon, substitute, tbd, tba, n/a, vacant, vacante, none"
)
ROOM_BEFORE_NUMBER = _words(
    "room rm classroom salon aula cuarto page pagina table mesa group grupo grade grado period session"
)
STOP_WORDS = _words(
    "who was were coming attending list lista staff please with without from this these that hello hi thanks thank"
    " regards sent subject total printed generated report quienes quien gracias saludos favor participants attendees"
    " attendance summary activities meeting members roster names nombres people personas registration training"
    " capacitacion asistentes asistencia participantes adjunto attached following"
)
MEETING_ROLES = _words("presenter attendee organizer guest host co-host participant panelist unverified external")
PUPILS = _phrases(
    "student, students, pupil, pupils, parent, parents, guardian, guardians, relative, mother, father, family member,"
    " alumno, alumna, alumnos, estudiante, estudiantes, padre, madre, padres, tutor, tutora, tutor legal, padre de familia,"
    " madre de familia, padre o tutor, parent/guardian, grandparent, abuelo, abuela, learner, child, kid, hijo, hija"
)
PUPIL_WORDS = _words("student students pupil parent parents guardian alumno alumna estudiante padre madre tutor")
PARENT_OF = (
    "parent of ",
    "guardian of ",
    "mother of ",
    "father of ",
    "mom of ",
    "dad of ",
    "padre de ",
    "madre de ",
    "mama de ",
)
MONTHS = _words(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep"
    " sept oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
NOTHING = _phrases(
    "none, n/a, na, no, no email, no e-mail, -, --, unknown, ninguno, ninguna, no tiene, sin correo, tbd"
)
