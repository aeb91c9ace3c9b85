"""Occupations in English, Swedish, Danish and other languages, and old titles that named a sex, as bokmål words."""

from __future__ import annotations


def _read(table: str) -> dict[str, str]:
    """Return other titles with what they mean, from lines of "meaning = title, title"; an indented line continues."""
    found = {}
    for line in table.strip().replace("\n    ", " ").splitlines():
        meaning, _, titles = line.partition(" = ")
        found.update(dict.fromkeys(titles.split(", "), meaning))
    return found


PHRASES = _read("""
aktivitør = activities coordinator, activity coordinator, activity leader
ambulansearbeider = ambulance care assistant, ambulance driver, ambulance technician, ambulance worker, emergency
    medical technician
anestesisykepleier = anaesthetic nurse, nurse anaesthetist, nurse anesthetist
apotektekniker = pharmacy assistant, pharmacy technician
aupair = au pair
avansert klinisk sykepleier = advanced clinical nurse, advanced nurse practitioner, advanced practice nurse, nurse
    practitioner
avdelingsleder = care home manager, care manager, charge nurse, head nurse, nurse manager, nursing home manager, ward
    manager
avlaster = respite carer
barne og ungdomsarbeider = child and youth worker, child care worker, childcare worker, youth worker
barnehageassistent = kindergarten assistant, kindergarten worker, nursery assistant, preschool assistant
barnehagelærer = early childhood teacher, kindergarten teacher, nursery teacher, preschool teacher
barnesykepleier = children nurse, paediatric nurse, pediatric nurse
barnevernspedagog = child protection worker, child welfare officer, child welfare worker
bioingeniør = biomedical laboratory scientist, biomedical scientist, biomedicinsk analytikar, biomedicinsk analytiker,
    biomedisinsk analytiker, medical laboratory technician, medical laboratory technologist
bussjåfør = bus driver
butikkmedarbeider = retail assistant, retail worker, sales assistant, shop assistant, shop clerk, store assistant, store
    clerk
bygningsarbeider = building worker, construction worker
distriktssykepleier = community nurse, district nurse, home care nurse, home health nurse
drosjesjåfør = cab driver, taxi driver
ergoterapeut = occupational therapist
fastlege = family doctor, family physician, general practitioner, praktiserende lege, praktiserende læge, primary care
    physician, privatpraktiserende læge
frisør = hair dresser, hair stylist
fysioterapeut = physical therapist
gårdsarbeider = farm hand, farm laborer, farm labourer, farm worker, farmhand
healthcare = health care
helsearbeider = health personnel
helsefagarbeider = assistant nurse, certified nursing assistant, health care worker, health worker, healthcare worker,
    nurse assistant, nursing assistant, nursing associate, patient care technician, skilled health worker, social og
    sundheds assistent, social og sundhedsassistent
helsesekretær = doctor receptionist, health secretary, medical receptionist, medical secretary, medicinsk sekreterare,
    medicinsk sekretær
helsesykepleier = health visitor, public health nurse, school nurse
hjelpepleier = auxiliary nurse, enrolled nurse, licensed practical nurse, licensed vocational nurse, nursing auxiliary,
    practical nurse
hjemmehjelp = domestic helper, domiciliary care worker, home care assistant, home care worker, home carer, home help,
    home helper, pomoc domowa
hjemmetjenesten = domiciliary care, home care, home nursing
hotellresepsjonist = front desk agent, hotel receptionist
industriarbeider = factory worker, machine operator, process operator, production worker
institusjonskokk = hospital cook, institutional cook
intensivsykepleier = critical care nurse, icu nurse, intensive care nurse
kjøkkenassistent = catering assistant, kitchen aide, kitchen assistant, kitchen hand, kitchen helper, kitchen porter,
    pomoc kuchenna
kontormedarbeider = administrative assistant, office assistant, office clerk, office worker
kreftsykepleier = cancer nurse, oncology nurse, palliative care nurse
kundeservicemedarbeider = call center agent, customer service, customer service representative, customer support
lagermedarbeider = warehouse assistant, warehouse employee, warehouse operative, warehouse worker
lastebilsjåfør = hgv driver, lorry driver, truck driver
legespesialist = consultant physician, medical specialist, specialist doctor
medisinstudent = medical student
miljøarbeider = community support worker, disability support worker, support worker
offentlig godkjent = off godkj
operasjonssykepleier = operating room nurse, or nurse, scrub nurse, theatre nurse
paramedisiner ambulanse = ratownik medyczny
personlig assistent = disability assistant, personal assistant, personal care assistant
pleieassistent = care aide, care assistant, care giver, care worker, caretaker of elderly, elderly care worker, elderly
    carer, health care aide, health care assistant, healthcare aide, healthcare assistant, home health aide, nurse aide,
    nursing aide, opiekun medyczny, opiekun osób starszych, opiekunka osób starszych, residential care worker, social og
    sundheds hjælper, social og sundhedshjælper
portør = hospital orderly, hospital porter, patient transporter
programvareutvikler = software developer, software engineer, web developer
psykiatrisk sykepleier = mental health nurse, psychiatric nurse
psykolog = clinical psychologist
radiograf = radiolog assistent, røntgen sjuksköterska
renholder sykehus = hospital cleaner, ward cleaner
selger = sales person, sales representative
skiinstruktør = ski instructor
skoleassistent = classroom assistant, school assistant, teacher assistant, teaching assistant
sosionom = medical social worker, social worker
spesialpedagog = special education teacher, special needs teacher
spesialsykepleier = nurse specialist, specialist nurse
steriltekniker = sterile processing technician, sterile technician
støttekontakt = befriender, support contact
sykehjem = care home, elderly home, nursing home, old people home, retirement home
sykepleier = clinical nurse, general nurse, practice nurse, registered nurse, staff nurse, ward nurse
sykepleierstudent = nursing student, student nurse
tannhelsesekretær = dental assistant, dental nurse, dental secretary
tannpleier = dental hygiene, dental hygienist
turnuslege = house officer, junior doctor, medical intern
vaktmester = building caretaker, maintenance worker, teknisk serviceleder
varebilsjåfør = courier driver, delivery driver, van driver
vaskerimedarbeider = laundry assistant, laundry attendant, laundry worker
vekter = security guard, security officer
vernepleier = intellectual disability nurse, learning disability nurse, social educator
værelsesbetjent = chamber maid, hotel maid, room attendant, room maid
""")
"""Titles of several words in other languages; read before single words, the longer before the shorter."""

WORDS = _read("""
aktivitør = aktivitetshandledare, aktivitetsmedarbejder
ambulansearbeider = ambulanceassistent, ambulancefører, ambulanceredder, ambulanssjukvårdare, emt, ratownik
apotektekniker = apoteksassistent, apoteksbiträde, apotekstekniker, farmakonom
avdelingssykepleier = afdelingssygeplejerske, avdelingssøster, avdelningssköterska, oversykepleier, oversøster
avlaster = aflaster, avlösare
baker = bagare, bager, piekarz
barnehageassistent = dagisfröken, förskoleassistent, pædagogmedhjælper
barnehagelærer = børnehavelærer, förskollärare, førskolelærer
barnepasser = babysitter, barnepike, barnvakt, dagmamma, dagplejer, nanny
barnepleier = barnepleierske, barnskötare, barnsköterska
barnevernspedagog = barnvårdare, socialpedagog
bartender = barmaid, barman
bioingeniør = bioanalytiker, laboratoriesköterska
bonde = farmer, gardbrukar, landbruger, landmand, lantbrukare, rolnik
brannkonstabel = brandman, brandmand, firefighter, fireman, strażak
bussjåfør = busschaufför, bussförare
butikkmedarbeider = butikkdame, butikkjomfru, butiksassistent, butiksbiträde, butikssäljare, cashier, ekspedient,
    ekspeditrise, ekspeditør, expedit, kassör, kassörska, sprzedawca
distriktssykepleier = distriktssköterska, hemsjuksköterska, hjemmesygeplejerske
elektriker = electrician, elektryk
ergoterapeut = arbeidsterapeut, arbetsterapeut
farmasøyt = apotekare, apoteker, apotheker, farmaceut, farmaceuta, pharmacist
fastlege = allmänläkare, distriktsläkare, gp, husläkare, primärvårdsläkare
frisør = barber, frisörska, fryzjer, hairdresser
fysioterapeut = fizjoterapeuta, physio, physiotherapeut, physiotherapist, sjukgymnast, sykegymnast
gartner = gardener, ogrodnik, trädgårdsmästare
helsearbeider = felczer, feldsher, feldskjær, фельдшер
helsefagarbeider = altenpfleger, altenpflegerin, omvårdnadsassistent, pflegefachmann, sosu, sosuassistent,
    specialistundersköterska, undersköterska, usk
helsesekretær = legesekretær, läkarsekreterare, lægesekretær, sundhedssekretær, vårdadministratör
helsesykepleier = bvcsköterska, skolesygeplejerske, skolsköterska, sundhedsplejerske
hjelpepleier = cna, hjelpesøster, lpn, plejehjemsassistent, sygehjælper
hjemmehjelp = hemhjälp, hemsamarit, hemvårdare, hjemmehjelper, hjemmehjælper, husmorvikar, husmorvikarer
ingeniør = engineer, ingenjör
jordmor = barnmorska, barnmorskor, hebamme, jordemoder, jordemødre, jordmoder, jordmora, jordmødre, midwife, midwives,
    położna, акушерка
kassemedarbeider = kassadame, kassedame
kjøkkenassistent = kjøkkenhjelp, kjøkkenjente, kjøkkenpike, köksbiträde, kökshjälp, måltidsbiträde
kokk = chef, cook, kock, kokke, kokkepike, kucharka, kucharz, кухар
kontormedarbeider = clerk, kontorassistent, kontordame, kontorist, secretary
lagermedarbeider = lagerarbetare, lagerdame, lagermann, magazynier
lastebilsjåfør = lastbilchauffør, lastbilschaufför, lastbilsförare, trucker
lege = arzt, doctor, lekarz, läkare, læge, lækjar, lækjarar, physician, ärztin, лікар
legespesialist = anesthesiologist, overlæge, psychiatrist, specialistläkare, speciallæge, surgeon, överläkare
lærer = lehrer, lehrerin, lärare, læraren, lærerinne, nauczyciel, nauczycielka, teacher, вчитель
maler = malarz, målare, painter
mekaniker = mechanic, mechanik
miljøarbeider = behandlingsassistent, boendehandledare, boendestödjare, bostøtte, omsorgsmedhjælper
murer = bricklayer, mason, murare, murarz
paramedisiner = ambulancebehandler, ambulanssjuksköterska, paramedic
pedagog = pædagog
personlig assistent = handicapassistent, handicaphjælper
pleieassistent = caregiver, carer, opiekun, opiekunka, pflegeassistent, pflegehelfer, plejemedhjælper, sjukvårdsbiträde,
    sosuhjælper, sundhedshjælper, vårdassistent, vårdbiträde, доглядальниця, санітарка
politibetjent = policeman, policewoman, policjant, polis
portør = orderly, sjukhusvaktmästare, sykehusbud
psykolog = psycholog, psychologist
radiograf = radiographer, röntgensjuksköterska
regnskapsfører = accountant, bookkeeper, księgowa, revisorassistent
renholder = cleaner, housekeeper, lokalvårdarar, lokalvårdare, putzfrau, reinigungskraft, rengjørerske, rengjøringsdame,
    rengøringsassistent, rengøringshjælp, sprzątacz, sprzątaczka, städare, städerska, uborshchytsya, vaskedame,
    vaskehjelp, vaskekjerring, vaskekone, vaskerkone, прибиральниця
resepsjonist = receptionist
rørlegger = klempner, plumber, rörmokare, røyrleggjar, vvsmontör
selger = försäljare, salesman, salesperson, saleswoman, säljare, sælger
servitør = kelner, kelnerka, kyper, serveringsdame, servitris, servitrise, tjener, waiter, waitress
sjåfør = chaufför, chauffør, driver, fahrer, kierowca, водій
skredder = sydame, syerske, tailor
slakter = butcher, slagter, slaktare
sosionom = socialrådgiver, socialsekreterare, socionom
sveiser = spawacz, svetsare, welder
sykepleier = diakonisse, enfermera, enfermero, hjukrunarfræðingur, infirmier, infirmière, krankenpfleger,
    krankenschwester, nurse, pflegefachkraft, pielęgniarka, pielęgniarz, slaugytoja, sykesøster, søster, медбрат,
    медсестра
tannhelsesekretær = klinikassistent, tandklinikassistent, tandsköterska, tannlegeassistent
tannlege = dentist, dentysta, tandläkare, tandlæge, zahnarzt
tannpleier = tandhygienist, tandplejer
tolk = interpreter, tłumacz
turnuslege = atläkare, lis1, reservelæge, underläkare
tømrer = carpenter, cieśla, joiner, snickare, snikkar, stolarz, tømmermann, tømrersvend, zimmermann
vaktmester = caretaker, ejendomsfunktionær, fastighetsskötare, handyman, husvärd, janitor, pedel, vaktmästare
vekter = guard, ochroniarz, vagtmand, väktare
vernepleier = åndssvakepleier
værelsesbetjent = hotellpike, hotelstädare, pokojówka, stuepige, stuepike
""")
"""Single words in other languages, plurals of their own kind, and old titles that named a sex."""

SPELLINGS = (
    # Swedish and Danish occupations inside compounds, the longer before the shorter.
    ("underskötersk(?:orna|or|an|a)", "helsefagarbeider"),
    ("sjukskötersk(?:orna|or|an|a)", "sykepleier"),
    ("skötersk(?:orna|or|an|a)", "sykepleier"),
    ("sygeplejersk(?:erne|er|en|e)", "sykepleier"),
    ("sundhedsplejersk(?:erne|er|en|e)", "helsesykepleier"),
    ("sundhedsassistent", "helsefagarbeider"),
    ("sundhedshjælper", "pleieassistent"),
    ("sundheds", "helse"),
    ("sundhed", "helse"),
    ("plejersk(?:er|e)", "pleier"),
    ("vårdbiträde", "pleieassistent"),
    ("biträde", "assistent"),
    ("omvårdnad", "pleie"),
    ("omsorgsvård", "omsorg"),
    ("skötare", "pleier"),
    ("läkare?", "lege"),
    ("lækjar", "lege"),
    ("læge(?!r?inn)", "lege"),
    ("tandl", "tannl"),
    ("tand(?=[vphs])", "tann"),
    ("hemsjukvård", "hjemmesykepleie"),
    ("hemtjänst", "hjemmetjeneste"),
    ("hemvård", "hjemmesykepleie"),
    ("äldre(?:boende|center)", "sykehjem"),
    ("äldreomsorg", "eldreomsorg"),
    ("särskilt boende", "sykehjem"),
    ("sjukvård", "sykepleie"),
    ("(?:pleie|pleje|aldring|alder)s?(?:hjem|heim)", "sykehjem"),
    ("(?:gamle|sjuke)(?:hjem|heim)", "sykehjem"),
    ("sjukhem", "sykehjem"),
    ("sjukhus", "sykehus"),
    ("sygehus", "sykehus"),
    ("hospital", "sykehus"),
    ("pleje", "pleie"),
    ("arbejd", "arbeid"),
    ("arbet(?=s|ar)", "arbeid"),
    ("hjælp", "hjelp"),
    ("hjälp", "hjelp"),
    ("tjänst", "tjenest"),
    ("afdeling", "avdeling"),
    ("avdelning", "avdeling"),
    ("køkken", "kjøkken"),
    ("köks?", "kjøkken"),
    ("syge", "syke"),
    ("rengøring", "rengjøring"),
    ("lokalvård", "renhold"),
    ("socialrådgiver", "sosionom"),
    ("sociono", "sosiono"),
    ("social", "sosial"),
    ("pædagog", "pedagog"),
    ("sekreterare", "sekretær"),
    ("ambulans(?!e)", "ambulanse"),
    ("ambulance", "ambulanse"),
    ("vaktmästare", "vaktmester"),
    ("förskol", "barnehage"),
    ("börnehave", "barnehage"),
    ("børnehave", "barnehage"),
    ("lärare", "lærer"),
    ("kock", "kokk"),
    ("chaufför", "sjåfør"),
    ("chauffør", "sjåfør"),
    ("förare", "fører"),
    ("försäljare", "selger"),
    ("säljare", "selger"),
    ("sælger", "selger"),
    ("butiks(?=\\w)", "butikk"),
    ("lastbil(?=f|s?fø)", "lastebil"),
    ("snickare", "snekker"),
    ("målare", "maler"),
    ("ingenjör", "ingeniør"),
    ("farmaceut", "farmasøyt"),
    ("svend$", "svenn"),
    # Nynorsk.
    ("sjuke", "syke"),
    ("heime(?!n)", "hjemme"),
    ("heim", "hjem"),
    ("rettleiar", "veileder"),
    ("tenest", "tjenest"),
    ("reinhald", "renhold"),
    ("me(?:i?st)re?(?:ar|ane|ne)?$", "mester"),
    ("meister", "mester"),
    ("(?<!p)leiar", "leder"),
    ("(?<!p)leiing", "ledelse"),
    ("kjøken", "kjøkken"),
    ("personleg", "personlig"),
    ("offentleg", "offentlig"),
    ("handsamar", "behandler"),
    ("brukar", "bruker"),
    ("einings", "enhets"),
    ("eining", "enhet"),
    ("gards", "gårds"),
    ("ufaglærd", "ufaglært"),
    ("lærling(?=a)", "lærling"),
    ("tenar$", "tjener"),
    ("lærar", "lærer"),
    ("snikkar", "snekker"),
    ("gartnar", "gartner"),
    ("øyrleggjar", "ørlegger"),
    ("barnevern(?!s)(?=\\w)", "barneverns"),
    # Old titles that named a sex.
    ("hjelpesøst(?:er|re(?:ne)?)", "hjelpepleier"),
    ("helsesøst(?:er|re(?:ne)?)", "helsesykepleier"),
    ("(?:oversøst|avdelingssøst)(?:er|re(?:ne)?)", "avdelingssykepleier"),
    ("(?<=\\w{4})søst(?:er|re(?:ne)?)$", "sykepleier"),
    ("pleierske", "pleier"),
    ("(?<=er)inne(?:r|n|ne)?$", ""),
    ("(?<=\\w{4}[^aeiouyæøå])ersk[ea](?:r|n|ne)?$", "er"),
    ("ä", "æ"),
    ("ö", "ø"),
)
"""Spellings inside words (patterns) and how they are read; the first that fits counts."""
