"""Glossary: words by which other languages than English say what a number is and how it came about.

Only what grounding reads: comparisons, shares, intervals, units, months, who said it. Names of
things stay. A pattern gives what may stand in the text; the first that fits a place counts.
"""

from __future__ import annotations

from ml_engineer.evidence.glossary_time import TIMES

FUNCTION_WORDS: dict[str, str] = {
    "English": (
        "the of and is are in for with to on that this it at by than was were has have be a an not"
        " from as you your but which only we so its i all no would"
    ),
    "German": (
        "der das und ist sind nicht für bei mit ein eine einen auf von dem den im wird als auch"
        " liegt nur aus zum zur kein keine sich wurden gegenüber"
    ),
    "French": (
        "le la les est sont des une un pour sur du dans et avec par au aux ne pas que qui ce cette"
        " il elle vos mais"
    ),
    "Spanish": (
        "el la los las es son una un para que del con en y por se al lo su sus hay esta más pero"
        " este"
    ),
    "Italian": (
        "il la lo gli le è sono una un per che del della con di nel nella si dei delle ma più dal"
        " alla"
    ),
    "Dutch": (
        "de het een en van zijn niet met voor op dat bij te wordt naar ook maar dan deze uit"
    ),
    "Portuguese": "os é são uma um para que da com em não por se dos das ao mais mas pelo nos",
}
"""Words that tell a language."""

_GO = r"(?=\s(?:etwa |rund |ca\. |knapp |fast |environ |près de |casi |unos |circa )?[-−+€$£]?\d)"
"""Before a number."""


def _from_to(to: str) -> str:
    """Before a number, of "from … to …": not the whole that a part is of."""
    return rf"(?=\s[-−+€$£]?\d[\d.,\s]*%?\s?[^\d.;:()\[\n]{{0,24}}\b(?:{to})\s[-−+€$£]?\d)"


GERMAN: tuple[tuple[str, str], ...] = (
    (r"es (?:ver)?bleib(?:en|t)", "That leaves"), (r"jede[rsmn]? zweiten?", "one in two"),
    (r"jede[rsmn]? dritten?", "one in three"), (r"jede[rsmn]? vierten?", "one in four"),
    (r"jede[rsmn]? fünften?", "one in five"), (r"jede[rsmn]? zehnten?", "one in ten"),
    (r"jede[rsmn]? zwanzigsten?", "one in twenty"),
    (r"eine[rs]? von(?= (?:zwei|drei|vier|fünf|sechs|acht|zehn|zwanzig|hundert|\d))", "one in"),
    (r"(?<=zwei )von(?= (?:drei|fünf|sieben|zehn))|(?<=drei )von(?= (?:vier|fünf|zehn))"
     r"|(?<=vier )von(?= fünf)|(?<=neun )von(?= zehn)", "out of"),
    (r"(?:ein(?:em|es)?|einem guten) Drittels?", "a third"), (r"zwei Drittel[ns]?", "two thirds"),
    (r"ein(?:em|es)? Viertels?", "a quarter"), (r"drei Vierteln?", "three quarters"),
    (r"ein(?:em|es)? Fünftels?", "a fifth"), (r"ein(?:em|es)? Sechstels?", "a sixth"),
    (r"ein(?:em|es)? Achtels?", "an eighth"), (r"ein(?:em|es)? Zehntels?", "a tenth"),
    (r"(?:der|die) Hälfte|halb so (?:viele?|groß|hoch|oft|lang|teuer)", "half"),
    (r"(?:ver)?doppelt so (?:viele?|groß|hoch|oft|lange?|teuer) wie", "twice as much as"),
    (r"verdoppelte?n?", "doubled"), (r"verdreifachte?n?", "tripled"),
    (r"vervierfachte?n?", "quadrupled"), (r"halbierte?n?", "halved"),
    (r"(?<=\d)[- ]?mal (?:so (?:viele?|groß|hoch|oft|lange?|schnell) )?wie", " times as much as"),
    (r"(?<=\d)[- ]?(?:mal|fach)(?:e[nrs]?)?(?: so (?:viele?|groß|hoch|oft|lange?))?\b", " times"),
    (r"Dutzend", "dozen"), (r"Prozentpunkten?", "percentage points"), (r"Prozent", "percent"),
    (r"Punkten?", "points"), (r"-(?:Konfidenz|Vertrauens)?-?intervall\w*", " interval"),
    (r"(?:Konfidenz|Vertrauens)-?intervall\w*", "confidence interval"),
    (r"Intervalls?(?:en?)?", "interval"),
    (r"im (?:Mittel|Schnitt|Durchschnitt)|durchschnittlich\w*", "on average"),
    (r"mittlere[nrs]?|Mittelwert\w*|Durchschnitt\w*", "mean"), (r"Medians?", "median"),
    (r"[Vv]on" + _from_to("auf|bis|zu"), "from"), (r"(?:[Vv]on|der|den) insgesamt", "of all"),
    (r"von(?: den| diesen)?(?=\s(?:Ihren |euren |deinen )?\d)", "of"),
    (r"(?<=%)\s?(?:der|aller|von|des)\b", " of the"), (r"auf" + _GO, "to"), (r"bis(?: zu)?", "to"),
    (r"zwischen", "between"), (r"um" + _GO, "by"),
    (r"im Vergleich (?:zu[mr]?|mit)|verglichen mit", "compared with"),
    (r"gegenüber|gegen", "against"), (r"statt|anstelle von", "instead of"), (r"als", "than"),
    (r"und", "and"), (r"oder", "or"), (r"aber|jedoch|doch", "but"), (r"während|wogegen", "while"),
    (r"das (?:sind|wären|macht|heißt|entspricht|ist)|d\. ?h\.|also|somit|nämlich|"
     r"und damit", "i.e."),
    (r"etwa|rund|ca\.|ungefähr|knapp|fast|annähernd|beinahe|gut(?=\s\d|\sa\s)|circa", "about"),
    (r"mindestens", "at least"), (r"höchstens|maximal", "at most"), (r"mehr", "more"),
    (r"weniger", "less"), (r"höher\w*", "higher"), (r"(?:niedriger|tiefer|geringer)\w*", "lower"),
    (r"besser\w*", "better"), (r"schlechter\w*", "worse"), (r"größer\w*", "larger"),
    (r"kleiner\w*", "smaller"), (r"schneller\w*", "faster"), (r"langsamer\w*", "slower"),
    (r"länger\w*", "longer"), (r"kürzer\w*", "shorter"), (r"teurer\w*", "dearer"),
    (r"(?:billiger|günstiger)\w*", "cheaper"), (r"früher", "earlier"), (r"später", "later"),
    (r"oberhalb|über", "above"), (r"unterhalb|unter", "below"),
    (r"(?:ge)?stieg(?:en)?|steigt|steigen|wächst|wuchs|zugenommen|erhöhte?n?|nimmt zu", "rises"),
    (r"(?:ge)?sunken|sinkt|sinken|sank|fällt|fielen?|gefallen|zurückgegangen|senkte?n?", "falls"),
    (r"verbesserte?[nt]?|Verbesserung", "improved"), (r"spar(?:t|en|te)|gespart", "saves"),
    (r"Ersparnis|Einsparung", "saving"), (r"Unterschieds?|Differenz|Abweichung", "difference"),
    (r"Abstands?|Lücke", "gap"), (r"Vorsprungs?", "lead"), (r"Rückgangs?", "drop"),
    (r"Anstiegs?|Zuwachs", "rise"), (r"fehl(?:en|t|te)", "missing"),
    (r"(?:ver)?bleib(?:en|t)|übrig", "left"), (r"insgesamt", "in total"),
    (r"zusammen(?:genommen)?", "together"), (r"pro|je(?:de[rsmn]?)?", "per"), (r"beträgt", "is"),
    (r"am Tag|täglich\w*", "a day"), (r"im Jahr|jährlich\w*", "a year"),
    (r"im Monat|monatlich\w*", "a month"), (r"wöchentlich\w*|in der Woche", "a week"),
    (r"Tage?n?", "days"), (r"Stunden?", "hours"), (r"Minuten?", "minutes"),
    (r"Sekunden?", "seconds"), (r"Wochen?", "weeks"), (r"Monate?n?", "months"),
    (r"Jahre?n?", "years"), (r"Zeilen?", "rows"), (r"Spalten?", "columns"), (r"Fälle?n?", "cases"),
    (r"Fehlalarme?n?", "false alarms"), (r"falsch\w*", "wrong"),
    (r"übersehen|übersieht|verpasste?n?|entgehen|entgeht", "missed"),
    (r"findet|gefunden|erkennt|erkannt", "finds"), (r"nicht|kein\w*", "not"), (r"ohne", "without"),
    (r"nur", "only"), (r"übrige\w*|restliche\w*", "remaining"), (r"kostet|kosten|Kosten", "costs"),
    (r"Präzision", "precision"), (r"Trefferquote|Sensitivität", "recall"),
    (r"Genauigkeit", "accuracy"), (r"Schwellen?(?:wert\w*)?", "threshold"),
    (r"Grenzwert\w*", "limit"), (r"Faustregel", "rule of thumb"), (r"üblich\w*", "usual"),
    (r"Zufalls?|Raten", "chance"), (r"Testzeilen", "test rows"), (r"Bands?", "band"),
    (r"bzw\.|beziehungsweise", "respectively"),
    (r"(?:wie )?(?:von )?Ihnen genannt\w*|Sie (?:sagten|nannten|schrieben|haben)", "you said"),
    (r"(?-i:Ihre?[nmrs]?) (?:Ziels?|Zielwert\w*|Vorgabe)|deine?[mnrs]? (?:Ziels?|"
     r"Vorgabe)", "your target"),
    (r"(?-i:Ihre?[nmrs]?) (?:Grenze|Limit|Obergrenze)", "your limit"),
    (r"(?-i:Ihre?[nmrs]?)|deine?[mnrs]?|eure?[mnrs]?", "your"), (r"zwei", "two"),
    (r"drei", "three"), (r"vier", "four"), (r"fünf", "five"), (r"sechs", "six"),
    (r"sieben", "seven"), (r"acht", "eight"), (r"neun", "nine"), (r"zehn", "ten"),
    (r"zwölf", "twelve"), (r"zwanzig", "twenty"), (r"hundert", "hundred"),
    (r"Millionen?|Mio\.?", "million"), (r"Tausend|Tsd\.?", "thousand"), (r"Januar", "January"),
    (r"Februar", "February"), (r"März", "March"), (r"Mai", "May"), (r"Juni", "June"),
    (r"Juli", "July"), (r"Oktober", "October"), (r"Dezember", "December"),
)  # fmt: skip

FRENCH: tuple[tuple[str, str], ...] = (
    (r"il (?:en )?reste(?:nt)?", "That leaves"), (r"une? sur deux", "one in two"),
    (r"une? sur trois", "one in three"), (r"une? sur quatre", "one in four"),
    (r"une? sur cinq", "one in five"), (r"une? sur dix", "one in ten"),
    (r"une? sur vingt", "one in twenty"),
    (r"(?<=deux )sur(?= (?:trois|cinq|dix))|(?<=trois )sur(?= (?:quatre|cinq|dix))"
     r"|(?<=quatre )sur(?= cinq)|(?<=neuf )sur(?= dix)", "out of"),
    (r"(?:un|le) tiers", "a third"), (r"(?:les )?deux tiers", "two thirds"),
    (r"(?:un|le) quart", "a quarter"), (r"(?:les )?trois quarts", "three quarters"),
    (r"un cinquième", "a fifth"), (r"un sixième", "a sixth"), (r"un dixième", "a tenth"),
    (r"(?:la )?moitié", "half"), (r"doublée?s?", "doubled"), (r"triplée?s?", "tripled"),
    (r"quadruplée?s?", "quadrupled"), (r"divisée?s? par deux", "halved"),
    (r"deux fois plus(?: \w+)?|le double(?: d[ue]s?)?", "twice as much"),
    (r"(?<=\d )fois (?:plus|moins)(?: \w+)? que", "times as much as"), (r"fois", "times"),
    (r"une douzaine d[e']", "a dozen"), (r"points? de pourcentage", "percentage points"),
    (r"pour cent", "percent"), (r"points? d['’]écart", "points difference"),
    (r"intervalle(?: de confiance)? à", "confidence interval at"),
    (r"intervalle(?: de confiance)?", "confidence interval"), (r"en moyenne", "on average"),
    (r"moyenn?e?s?", "mean"), (r"médiane?", "median"),
    (r"(?:[Dd]e|[Dd]u)" + _from_to("à|au"), "from"),
    (r"(?:[Dd]e|[Ss]ur)(?: (?:l[ea]s?|vos|nos))?(?=\s\d)", "of"),
    (r"(?<=%)\s?(?:de[s]?(?! (?:moins|plus))|du|d['’])(?=\W)", " of the"),
    (r"(?:à|jusqu['’]à|au)" + _GO, "to"), (r"entre", "between"), (r"de" + _GO, "by"),
    (r"par rapport (?:à|aux?)|comparée?s? (?:à|aux?)", "compared with"), (r"contre", "against"),
    (r"au lieu d[e'u]", "instead of"), (r"que(?=\s)", "than"), (r"et", "and"), (r"ou", "or"),
    (r"mais", "but"), (r"tandis qu[e']|alors qu[e']", "while"),
    (r"soit|c['’]est-à-dire|ce qui (?:fait|donne|représente)|donc|"
     r"cela (?:ne )?fait(?: que)?", "i.e."),
    (r"environ|près de|à peu près|presque|quelque|autour de|un peu (?:plus|moins) de|"
     r"ferait", "about"),
    (r"au moins", "at least"), (r"au plus|au maximum", "at most"),
    (r"de plus|supplémentaires?|plus", "more"), (r"de moins|moins", "less"),
    (r"supérieure?s?|plus (?:élevée?s?|haute?s?)", "higher"),
    (r"inférieure?s?|plus (?:basse?s?|faibles?)", "lower"), (r"meilleure?s?|mieux", "better"),
    (r"pires?|moins bonn?e?s?", "worse"), (r"plus rapides?", "faster"),
    (r"plus lente?s?", "slower"), (r"plus chère?s?", "dearer"),
    (r"au-dessus|dépasse(?:nt)?", "above"), (r"en[- ]dessous|sous", "below"),
    (r"augment(?:e|é|ent)|progress(?:e|é)|monte(?:nt)?|hausse", "rises"),
    (r"baiss(?:e|é|ent)|diminu(?:e|é|ent)|chut(?:e|é)|recul(?:e|é)|réduit", "falls"),
    (r"gagn(?:e|é|ent)", "gains"), (r"perd(?:ent|u)?", "loses"), (r"économis\w+", "saves"),
    (r"différence|écart", "difference"), (r"avance|avantage", "lead"),
    (r"amélioration", "improvement"), (r"manqu(?:e|ent|ées?|és?)|rat(?:e|ées?|és?)", "missed"),
    (r"rest(?:e|ent)", "left"), (r"au total|en tout", "in total"), (r"ensemble", "together"),
    (r"par jour", "a day"), (r"par an", "a year"), (r"par mois", "a month"),
    (r"chaque|par", "per"), (r"jours?", "days"), (r"heures?", "hours"), (r"secondes?", "seconds"),
    (r"semaines?", "weeks"), (r"mois", "months"), (r"ans?|années?", "years"), (r"lignes", "rows"),
    (r"colonnes", "columns"), (r"cas", "cases"),
    (r"fausses? (?:alertes?|alarmes?)", "false alarms"), (r"faux|fausses?", "wrong"),
    (r"(?:détect|trouv|repèr|repér)(?:e|ent|é)", "finds"), (r"pas|aucune?", "not"),
    (r"sans", "without"), (r"seulement", "only"), (r"coût(?:s|e|ent)?", "costs"),
    (r"précision", "precision"), (r"rappel|sensibilité", "recall"), (r"exactitude", "accuracy"),
    (r"seuil", "threshold"), (r"limite", "limit"),
    (r"règle (?:empirique|usuelle)", "rule of thumb"), (r"habituell?e?s?|usuell?e?s?", "usual"),
    (r"hasard", "chance"), (r"respectivement", "respectively"), (r"bande", "band"),
    (r"couvre", "covers"),
    (r"vous (?:avez (?:dit|écrit|indiqué|donné)|disiez|dites|cit\w+|indiqu\w+|"
     r"mentionn\w+|demand\w+|avez)", "you said"),
    (r"votre (?:objectif|cible)", "your target"), (r"votre|vos", "your"), (r"deux", "two"),
    (r"trois", "three"), (r"quatre", "four"), (r"cinq", "five"), (r"sept", "seven"),
    (r"huit", "eight"), (r"neuf", "nine"), (r"dix", "ten"), (r"douze", "twelve"),
    (r"vingt", "twenty"), (r"cent", "hundred"), (r"millions?", "million"),
    (r"mille|milliers", "thousand"), (r"janvier", "January"), (r"février", "February"),
    (r"mars", "March"), (r"avril", "April"), (r"mai", "May"), (r"juin", "June"),
    (r"juillet", "July"), (r"août", "August"), (r"septembre", "September"),
    (r"octobre", "October"), (r"novembre", "November"), (r"décembre", "December"),
)  # fmt: skip

SPANISH: tuple[tuple[str, str], ...] = (
    (r"(?-i:Quedan?)", "That leaves"), (r"un[oa]? de cada dos", "one in two"),
    (r"un[oa]? de cada tres", "one in three"), (r"un[oa]? de cada cuatro", "one in four"),
    (r"un[oa]? de cada cinco", "one in five"), (r"un[oa]? de cada diez", "one in ten"),
    (r"un[oa]? de cada veinte", "one in twenty"),
    (r"(?<=\w )de cada(?= (?:tres|cuatro|cinco|diez))", "out of"),
    (r"un tercio|la tercera parte", "a third"), (r"dos tercios", "two thirds"),
    (r"un cuarto|la cuarta parte", "a quarter"), (r"tres cuart(?:os|as partes)", "three quarters"),
    (r"un quinto|la quinta parte", "a fifth"), (r"un sexto", "a sixth"),
    (r"un décimo|la décima parte", "a tenth"), (r"(?:la )?mitad", "half"),
    (r"(?:el )?doble(?: de| del| que)?", "twice"), (r"(?:se ha )?duplica(?:do|da)?", "doubled"),
    (r"(?:se ha )?triplica(?:do|da)?", "tripled"),
    (r"(?:se ha )?cuadruplica(?:do|da)?", "quadrupled"),
    (r"veces (?:el|la|los|las|más|menos)(?: \w+ que)?", "times the"), (r"veces", "times"),
    (r"una docena", "a dozen"), (r"puntos porcentuales", "percentage points"),
    (r"por ciento", "percent"), (r"puntos?", "points"),
    (r"intervalo(?: de confianza)?", "confidence interval"),
    (r"de media|de promedio|en promedio", "on average"), (r"medi[oa]s?|promedio", "mean"),
    (r"medianas?", "median"), (r"(?:[Dd]e|[Dd]el)" + _from_to("a|al|hasta"), "from"),
    (r"[Dd]e(?: (?:l[ao]s|sus|unas?|unos))?(?=\s\d)", "of"), (r"(?<=%)\s?de(?:l)?\b", " of the"),
    (r"(?:a|al|hasta)" + _GO, "to"), (r"entre", "between"), (r"en un" + _GO, "by"),
    (r"(?:en comparación|comparad[oa]s?) con|respecto a|frente a(?:l)?", "against"),
    (r"contra", "against"), (r"en (?:lugar|vez) de", "instead of"), (r"que(?=\s)", "than"),
    (r"y|e", "and"), (r"o|u", "or"), (r"pero", "but"), (r"mientras(?: que)?", "while"),
    (r"es decir|o sea|esto es|lo que (?:supone|equivale a|da|son)|eso (?:son|es)|"
     r"por tanto", "i.e."),
    (r"un[oa]s|casi|cerca de|alrededor de|aproximadamente|en torno a", "about"),
    (r"al menos|como mínimo", "at least"), (r"como máximo", "at most"), (r"más", "more"),
    (r"menos", "less"), (r"mayor(?:es)?|más alt[oa]s?", "higher"),
    (r"menor(?:es)?|más baj[oa]s?", "lower"), (r"mejor(?:es)?", "better"),
    (r"peor(?:es)?", "worse"), (r"más rápid[oa]s?", "faster"), (r"más lent[oa]s?", "slower"),
    (r"más car[oa]s?", "dearer"), (r"más barat[oa]s?", "cheaper"),
    (r"por encima d?el?|supera", "above"), (r"por debajo d?el?|bajo", "below"),
    (r"(?:ha )?sub(?:e|ió|ido|en)|aument(?:a|ó|ado|an)|crec(?:e|ió|ido|en)", "rises"),
    (r"(?:ha )?baj(?:a|ó|ado|an)|ca(?:e|yó|ído|en)|disminuy(?:e|ó|en)|reduc(?:e|ido|"
     r"en)|redujo", "falls"),
    (r"gan(?:a|ó|an)", "gains"), (r"pierden?|perdid[oa]s?", "loses"),
    (r"ahorr(?:a|o|an|ado)", "saves"), (r"diferencia|brecha", "difference"),
    (r"ventaja|margen", "margin"), (r"mejora", "improvement"), (r"faltan?", "missing"),
    (r"quedan?|deja", "leaves"), (r"en total", "in total"),
    (r"en conjunto|juntos|juntas|sumad[oa]s", "together"),
    (r"(?:al|por) día|diari[oa]s?", "a day"), (r"(?:al|por) mes", "a month"),
    (r"(?:al|por) año", "a year"), (r"cada|por", "per"), (r"días?", "days"), (r"horas?", "hours"),
    (r"minutos?", "minutes"), (r"segundos?", "seconds"), (r"semanas?", "weeks"),
    (r"mes(?:es)?", "months"), (r"años?", "years"), (r"filas", "rows"), (r"columnas", "columns"),
    (r"casos", "cases"), (r"falsas? alarmas?", "false alarms"),
    (r"falsos? positivos?", "false positives"), (r"fals[oa]s?", "wrong"),
    (r"dejaría pasar|se (?:le )?escapan?|pasan? por alto", "misses"),
    (r"detecta|encuentra|acierta", "finds"), (r"sin", "without"), (r"s[oó]lo|solamente", "only"),
    (r"cuestan?|costes?|costos?", "costs"), (r"precisión", "precision"),
    (r"sensibilidad|exhaustividad", "recall"), (r"exactitud", "accuracy"),
    (r"umbral", "threshold"), (r"límite", "limit"),
    (r"regla (?:práctica|habitual)", "rule of thumb"), (r"habitual(?:es)?", "usual"),
    (r"azar", "chance"), (r"banda", "band"), (r"cubre", "covers"),
    (r"respectivamente", "respectively"), (r"consultas", "requests"),
    (r"(?:usted|tú)? ?(?:dijo|dijiste|indicó|indicaste|mencionó|pidió|pide|tenéis)", "you said"),
    (r"(?:su|tu|vuestro) objetivo", "your target"), (r"tu|tus|vuestr[oa]s?", "your"),
    (r"dos", "two"), (r"tres", "three"), (r"cuatro", "four"), (r"cinco", "five"), (r"seis", "six"),
    (r"siete", "seven"), (r"ocho", "eight"), (r"nueve", "nine"), (r"diez", "ten"),
    (r"doce", "twelve"), (r"veinte", "twenty"), (r"cien", "hundred"),
    (r"millon(?:es)?|millón", "million"), (r"mil", "thousand"), (r"de enero", "January"),
    (r"de febrero", "February"), (r"de marzo", "March"), (r"de abril", "April"),
    (r"de mayo", "May"), (r"de junio", "June"), (r"de julio", "July"), (r"de agosto", "August"),
    (r"de septiembre", "September"), (r"de octubre", "October"), (r"de noviembre", "November"),
    (r"de diciembre", "December"),
)  # fmt: skip

ITALIAN: tuple[tuple[str, str], ...] = (
    (r"un[oa]? su due", "one in two"), (r"un[oa]? su tre", "one in three"),
    (r"un[oa]? su dieci", "one in ten"), (r"un terzo", "a third"), (r"due terzi", "two thirds"),
    (r"un quarto", "a quarter"), (r"tre quarti", "three quarters"), (r"un quinto", "a fifth"),
    (r"(?:la )?metà", "half"), (r"il doppio(?: di| del)?", "twice"),
    (r"raddoppiat[oa]", "doubled"), (r"triplicat[oa]", "tripled"),
    (r"volte (?:il|la|quell[oa])", "times the"), (r"volte", "times"),
    (r"punti percentuali", "percentage points"), (r"per cento", "percent"), (r"punti", "points"),
    (r"intervallo(?: di confidenza)?", "confidence interval"), (r"in media", "on average"),
    (r"medi[oa]", "mean"), (r"mediana", "median"), (r"(?:da|dal)" + _from_to("a|al"), "from"),
    (r"(?:su|di|dei|delle)(?: (?:dei|delle|i|le))?(?=\s\d)", "of"),
    (r"(?:a|al|fino a)" + _GO, "to"), (r"del" + _GO, "by"), (r"tra|fra", "between"),
    (r"rispetto a\w*|contro", "against"), (r"invece di", "instead of"), (r"e", "and"),
    (r"o", "or"), (r"ma", "but"), (r"mentre", "while"), (r"cioè|ossia|ovvero|quindi", "i.e."),
    (r"circa|quasi", "about"), (r"almeno", "at least"), (r"al massimo", "at most"),
    (r"(?:di|in) più|più", "more"), (r"(?:di|in) meno|meno", "less"), (r"superiore", "higher"),
    (r"inferiore", "lower"), (r"miglior[ei]", "better"), (r"peggior[ei]", "worse"),
    (r"sopra", "above"), (r"sotto", "below"), (r"aument\w+|sal(?:e|ito|ita)", "rises"),
    (r"scend\w+|sces[oa]|cal(?:a|ato|ata)|diminui\w+", "falls"),
    (r"differenza|scarto", "difference"), (r"in totale", "in total"), (r"insieme", "together"),
    (r"al giorno", "a day"), (r"all'anno", "a year"), (r"giorni", "days"), (r"ore", "hours"),
    (r"minuti", "minutes"), (r"secondi", "seconds"), (r"mesi", "months"), (r"anni", "years"),
    (r"settimane", "weeks"), (r"righe", "rows"), (r"falsi allarmi", "false alarms"),
    (r"falsi", "wrong"), (r"mancat[ei]|sfugg\w+", "missed"), (r"restano|rimangono", "left"),
    (r"senza", "without"), (r"solo|soltanto", "only"), (r"cost\w+", "costs"),
    (r"precisione", "precision"), (r"sensibilità|richiamo", "recall"),
    (r"accuratezza", "accuracy"), (r"soglia", "threshold"), (r"limite", "limit"),
    (r"abituale|usuale|consueta", "usual"), (r"rispettivamente", "respectively"),
    (r"il (?:suo|vostro|tuo) obiettivo", "your target"), (r"due", "two"), (r"tre", "three"),
    (r"quattro", "four"), (r"cinque", "five"), (r"sei", "six"), (r"sette", "seven"),
    (r"otto", "eight"), (r"nove", "nine"), (r"dieci", "ten"), (r"mila", "thousand"),
    (r"milioni", "million"),
)  # fmt: skip

DUTCH: tuple[tuple[str, str], ...] = (
    (r"één op de twee", "one in two"), (r"één op de drie", "one in three"),
    (r"één op de tien", "one in ten"), (r"(?:een|één) derde", "a third"),
    (r"twee derde", "two thirds"), (r"(?:een|één) kwart", "a quarter"),
    (r"driekwart", "three quarters"), (r"(?:de )?helft", "half"), (r"verdubbeld", "doubled"),
    (r"verdrievoudigd", "tripled"), (r"gehalveerd", "halved"),
    (r"(?:twee keer|dubbel) zo\w*(?: \w+)? als", "twice as"),
    (r"(?:keer|maal)(?: zo\w*(?: \w+)? als)?", "times"),
    (r"procentpunt(?:en)?", "percentage points"), (r"procent", "percent"),
    (r"punt(?:en)?", "points"), (r"-?(?:betrouwbaarheids)?interval", " interval"),
    (r"gemiddelde?", "mean"), (r"mediaan", "median"), (r"van" + _from_to("naar|tot"), "from"),
    (r"van(?: de| uw)?(?=\s\d)", "of"), (r"(?:naar|tot)" + _GO, "to"), (r"tussen", "between"),
    (r"met" + _GO, "by"), (r"vergeleken met|tegen(?:over)?", "against"),
    (r"in plaats van", "instead of"), (r"dan", "than"), (r"en", "and"), (r"of", "or"),
    (r"maar", "but"), (r"terwijl", "while"), (r"dat is|dat zijn|oftewel|dus|d\.w\.z\.", "i.e."),
    (r"ongeveer|circa|bijna|rond(?: de)?|zo'n", "about"), (r"minstens|ten minste", "at least"),
    (r"hooguit|hoogstens", "at most"), (r"meer", "more"), (r"minder", "less"),
    (r"hoger", "higher"), (r"lager", "lower"), (r"beter", "better"), (r"slechter", "worse"),
    (r"sneller", "faster"), (r"langzamer|trager", "slower"), (r"boven", "above"),
    (r"onder", "below"), (r"stijgt|steeg|gestegen", "rises"), (r"daalt|daalde|gedaald", "falls"),
    (r"verschil", "difference"), (r"in totaal", "in total"), (r"samen", "together"),
    (r"per dag", "a day"), (r"per jaar", "a year"), (r"dagen", "days"), (r"uur|uren", "hours"),
    (r"minuten", "minutes"), (r"seconden", "seconds"), (r"weken", "weeks"), (r"maanden", "months"),
    (r"jaren?", "years"), (r"rijen", "rows"),
    (r"vals(?:e)? alarm(?:en)?|valse meldingen", "false alarms"), (r"gemist|mist", "missed"),
    (r"vindt|gevonden|herkent", "finds"), (r"niet|geen", "not"), (r"zonder", "without"),
    (r"alleen|slechts", "only"), (r"kost(?:en)?", "costs"), (r"precisie", "precision"),
    (r"gevoeligheid", "recall"), (r"nauwkeurigheid", "accuracy"),
    (r"drempel(?:waarde)?", "threshold"), (r"grens", "limit"), (r"vuistregel", "rule of thumb"),
    (r"gebruikelijke?", "usual"), (r"respectievelijk", "respectively"),
    (r"uw doel", "your target"), (r"uw|jouw|jullie", "your"), (r"twee", "two"), (r"drie", "three"),
    (r"vier", "four"), (r"vijf", "five"), (r"zes", "six"), (r"zeven", "seven"), (r"acht", "eight"),
    (r"negen", "nine"), (r"tien", "ten"), (r"miljoen", "million"), (r"duizend", "thousand"),
)  # fmt: skip

PORTUGUESE: tuple[tuple[str, str], ...] = (
    (r"um[a]? em cada (?:dois|duas)", "one in two"), (r"um[a]? em cada três", "one in three"),
    (r"um[a]? em cada dez", "one in ten"), (r"um terço", "a third"),
    (r"dois terços", "two thirds"), (r"um quarto", "a quarter"), (r"(?:a )?metade", "half"),
    (r"o dobro(?: d[oa])?", "twice"), (r"duplicou", "doubled"), (r"triplicou", "tripled"),
    (r"vezes (?:o|a|mais|menos)", "times the"), (r"vezes", "times"),
    (r"pontos percentuais", "percentage points"), (r"por cento", "percent"), (r"pontos", "points"),
    (r"intervalo(?: de confiança)?", "confidence interval"), (r"em média", "on average"),
    (r"médi[ao]", "mean"), (r"mediana", "median"), (r"de" + _from_to("para|a|até"), "from"),
    (r"d[eao]s?(?=\s\d)", "of"), (r"(?:a|para|até)" + _GO, "to"), (r"em" + _GO, "by"),
    (r"entre", "between"), (r"em comparação com|face a|contra", "against"),
    (r"em vez de", "instead of"), (r"que(?=\s)", "than"), (r"e", "and"), (r"ou", "or"),
    (r"mas", "but"), (r"enquanto", "while"), (r"ou seja|isto é", "i.e."),
    (r"cerca de|aproximadamente|quase|uns|umas", "about"), (r"pelo menos", "at least"),
    (r"no máximo", "at most"), (r"(?:a )?mais", "more"), (r"(?:a )?menos", "less"),
    (r"melhor", "better"), (r"pior", "worse"), (r"acima d[oae]", "above"),
    (r"abaixo d[oae]", "below"), (r"sobe|subiu|aument\w+", "rises"),
    (r"ca[iu]u?|desc\w+|diminu\w+", "falls"), (r"diferença", "difference"),
    (r"no total", "in total"), (r"em conjunto|juntos", "together"), (r"por dia", "a day"),
    (r"por ano", "a year"), (r"dias", "days"), (r"horas", "hours"), (r"minutos", "minutes"),
    (r"segundos", "seconds"), (r"linhas", "rows"), (r"falsos alarmes", "false alarms"),
    (r"falsos", "wrong"), (r"falham|escapam", "missed"), (r"restam|ficam", "left"),
    (r"sem", "without"), (r"apenas|só", "only"), (r"custos?|custam?", "costs"),
    (r"precisão", "precision"), (r"sensibilidade", "recall"), (r"exatidão", "accuracy"),
    (r"limiar", "threshold"), (r"limite", "limit"), (r"habitual", "usual"),
    (r"respetivamente|respectivamente", "respectively"), (r"o seu objetivo", "your target"),
    (r"dois|duas", "two"), (r"três", "three"), (r"quatro", "four"), (r"cinco", "five"),
    (r"seis", "six"), (r"sete", "seven"), (r"oito", "eight"), (r"nove", "nine"), (r"dez", "ten"),
    (r"milhões", "million"), (r"mil", "thousand"),
)  # fmt: skip

GLOSSARIES: dict[str, tuple[tuple[str, str], ...]] = {
    name: entries + TIMES[name]
    for name, entries in (
        ("German", GERMAN), ("French", FRENCH), ("Spanish", SPANISH), ("Italian", ITALIAN),
        ("Dutch", DUTCH), ("Portuguese", PORTUGUESE),
    )
}  # fmt: skip
