"""Country, language and currency codes that answers may hold. Their names come from CLDR, where they are shown."""

# ISO 3166-1 alpha-2, the officially assigned codes.
_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""

AT_SEA = "XZ"  # UN/LOCODE uses it for installations in international waters; the flag of the ship is noted beside it.
STATELESS = "XX"  # ICAO Doc 9303 part 3, section 5: XXA stateless; two letters here, out of the user-assigned range.
KOSOVO = "XK"  # User-assigned in ISO 3166-1, the code in CLDR.
UNKNOWN_COUNTRY = "ZZ"  # CLDR: unknown or invalid territory.
SPECIAL_COUNTRIES = (AT_SEA, STATELESS, KOSOVO, UNKNOWN_COUNTRY)


# BCP 47: the shortest ISO 639 code, with a script only where two are in common use.
_LANGUAGES = """
aa ab ace af ak am ar arc ary arz as ast ay az ba bal ban be bem bg bho bi bik bm bn bo br bs ca ceb ch chk ckb
co cs cy da de din doi dv dz ee el en eo es et eu fa fa-AF ff fi fil fj fo fon fr fy ga gaa gd gl gn gu guz ha
haw he hi hil hmn ho hr ht hu hy id ig ilo is it ja jam jv ka kab kac kam kbd kea kg ki kj kk km kmb kn ko kok
kr kri ks ku kum ky la lb lg ln lo loz lt lua luo lus lv mad mag mai mak man mg mh mi min mk ml mn mni mos mr ms
mt mwl my na nb nd ne ng nia nn no nr nso ny nyn oc om or os pa pag pam pap pau pl ps pt qu rhg rm rn ro rom ru
rup rw sa sat sc sd se sg shn si sid sk sl sm sn so sq sr ss st su suk sus sv sw szl ta te tem tet tg th ti tig
tiv tk tl tn to tpi tr ts tt tum tw ty ug uk umb ur uz ve vi war wo xal xh yi yo yue za zgh zh zh-Hans zh-Hant
zu zza
"""

# ISO 4217, the currencies in use, and one that wages were paid in until 2025.
_CURRENCIES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES
VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""

COUNTRIES = frozenset(_COUNTRIES.split()).union(SPECIAL_COUNTRIES)
"""Every country code that an answer may hold."""

LANGUAGES = frozenset(_LANGUAGES.split())
"""Languages offered in the list; any other well-formed BCP 47 tag can be typed and is kept as well."""

CURRENCIES = frozenset(_CURRENCIES.split())
"""Every currency code that an amount may hold."""
