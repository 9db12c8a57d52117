"""Words about protected traits, by language. Data for ``check``; whole words, small letters.

A word here is not forbidden: it is a reason to look again, since a scenario can nearly always be
told without it. A scenario that needs one says why under ``allowed_words``. Left out are words
whose plain sense is far more common in a working day, such as "race", "old" or "blind".
"""

from collections.abc import Mapping

PROTECTED_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": (
        # age
        "age", "aged", "elderly", "how old", "middle-aged", "pensioner", "pensioners", "retired",
        "senior citizen", "senior citizens", "teenager", "too old", "too young", "year-old",
        # health and disability
        "anxiety disorder", "autism", "autistic", "cancer", "deaf", "dementia", "depression",
        "diabetes", "diagnosed", "diagnosis", "disabilities", "disability", "disabled",
        "disease", "dyslexia", "dyslexic", "epilepsy", "handicap", "handicapped", "illness",
        "medication", "medications", "mental health", "mentally ill", "surgery", "wheelchair",
        # family
        "childless", "divorced", "family plans", "maternity", "miscarriage", "paternity",
        "pregnancy", "pregnant", "single mother", "single father", "single parent",
        "unmarried", "widow", "widower",
        # sex, gender, orientation
        "bisexual", "feminine", "gay", "gender", "homosexual", "lesbian", "masculine",
        "nonbinary", "sexual orientation", "transgender", "transsexual",
        # origin
        "accent", "asylum", "citizenship", "ethnic", "ethnicity", "foreigner", "foreigners",
        "immigrant", "immigrants", "migrant", "migrants", "mother tongue", "nationality",
        "native speaker", "racial", "refugee", "refugees", "skin colour", "skin color",
        # belief, politics, union
        "atheist", "bible", "buddhist", "catholic", "christian", "church", "hindu", "islam",
        "islamic", "jewish", "koran", "mosque", "muslim", "protestant", "quran", "ramadan",
        "religion", "religious", "synagogue", "political party", "trade union", "union member",
        # others
        "criminal record", "genetic", "veteran", "veterans",
    ),
    "fr": (
        # âge
        "âge", "âgé", "âgée", "âgés", "âgées", "adolescent", "adolescente", "personne âgée",
        "quel âge", "retraité", "retraitée", "retraités", "trop jeune", "trop vieille",
        "trop vieux", "troisième âge",
        # santé et handicap
        "arrêt maladie", "autisme", "autiste", "cancer", "démence", "dépression", "diabète",
        "diagnostiqué", "diagnostiquée", "dyslexie", "dyslexique", "épilepsie", "fauteuil roulant",
        "handicap", "handicapé", "handicapée", "handicapés", "infirmité", "invalide",
        "invalidité", "malentendant", "malentendante", "maladie", "malvoyant", "malvoyante",
        "médicament", "médicaments", "santé mentale", "sourd", "sourde",
        # famille
        "célibataire", "congé maternité", "congé paternité", "divorcé", "divorcée", "enceinte",
        "fausse couche", "grossesse", "mère célibataire", "parent isolé", "père célibataire",
        "veuf", "veuve",
        # sexe, genre, orientation
        "bisexuel", "bisexuelle", "gay", "homosexuel", "homosexuelle", "lesbienne",
        "non binaire", "orientation sexuelle", "transgenre",
        # origine
        "accent étranger", "citoyenneté", "couleur de peau", "demandeur d'asile", "ethnie",
        "ethnique", "étrangère", "immigré", "immigrée", "immigrés", "langue maternelle",
        "migrant", "migrants", "nationalité", "race", "réfugié", "réfugiée", "réfugiés",
        # croyance, politique, syndicat
        "athée", "bible", "bouddhiste", "catholique", "chrétien", "chrétienne", "coran", "église",
        "hindou", "hindoue", "islam", "juif", "juive", "mosquée", "musulman", "musulmane",
        "parti politique", "protestant", "protestante", "ramadan", "religieuse", "religieux",
        "religion", "syndicat", "syndiqué", "syndiquée", "synagogue",
        # autres
        "ancien combattant", "casier judiciaire", "génétique",
    ),
    "es": (
        # edad
        "adolescente", "adolescentes", "anciana", "anciano", "ancianos", "edad",
        "demasiado joven", "jubilada", "jubilado", "jubilados", "pensionista", "pensionistas",
        "persona mayor", "personas mayores", "tercera edad",
        # salud y discapacidad
        "autismo", "autista", "baja médica", "cáncer", "ciega", "ciego", "demencia", "depresión",
        "diabetes", "diagnosticada", "diagnosticado", "diagnóstico", "discapacidad",
        "discapacidades", "discapacitada", "discapacitado", "dislexia", "disléxica", "disléxico",
        "enfermedad", "enfermedades", "epilepsia", "medicación", "medicamento", "medicamentos",
        "minusvalía", "salud mental", "silla de ruedas", "sorda", "sordo", "trastorno de ansiedad",
        # familia
        "aborto", "baja por maternidad", "baja por paternidad", "divorciada", "divorciado",
        "embarazada", "embarazo", "madre soltera", "padre soltero", "permiso de maternidad",
        "permiso de paternidad", "soltera", "soltero", "viuda", "viudo",
        # sexo, género, orientación
        "bisexual", "gay", "género", "homosexual", "lesbiana", "no binaria", "no binario",
        "orientación sexual", "transexual", "transgénero",
        # origen
        "acento extranjero", "asilo", "ciudadanía", "color de piel", "étnica", "étnico", "etnia",
        "extranjera", "extranjeras", "extranjero", "extranjeros", "inmigrante", "inmigrantes",
        "lengua materna", "migrante", "migrantes", "nacionalidad", "racial", "raza", "refugiada",
        "refugiado", "refugiados",
        # creencias, política, sindicato
        "atea", "ateo", "biblia", "budista", "católica", "católico", "corán", "cristiana",
        "cristiano", "hindú", "iglesia", "islam", "islámica", "islámico", "judía", "judío",
        "mezquita", "musulmana", "musulmán", "partido político", "protestante", "ramadán",
        "religión", "religiosa", "religioso", "sinagoga", "sindicato", "sindicalista",
        # otros
        "antecedentes penales", "excombatiente", "genética", "genético",
    ),
}  # fmt: skip
