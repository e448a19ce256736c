"""One made-up file of each data set, as their publishers lay them out."""

from __future__ import annotations


def gdelt_row(
    number: int,
    actor: tuple[str, ...],
    recipient: tuple[str, ...],
    code: str,
    *,
    second: bool = False,
    day: str = "20180918",
    added: str = "20180919",
    sources: int = 3,
) -> str:
    """A row of GDELT's: actors are code, name, country, known group, first type."""

    def party(code: str, name: str, country: str, group: str, type: str) -> list[str]:
        return [code, name, country, group, "", "", "", type, "", ""]

    places = [""] * (24 if second else 21)
    cells = [
        str(number),
        day,
        day[:6],
        day[:4],
        "2018.71",
        *party(*actor),
        *party(*recipient),
        "1",
        code,
        code[:3],
        code[:2],
        "1",
        "3.5",
        "10",
        str(sources),
        "9",
        "1.5",
        *places,
        added,
        f"https://news.example/{number}",
    ]
    return "\t".join(cells)


CAN = ("CANGOV", "CANADA", "CAN", "", "GOV")
ROM = ("ROMGOV", "ROMANIA", "ROM", "", "")
UNO = ("UNO", "UNITED NATIONS", "", "UNO", "")
NONE = ("", "", "", "", "")

GDELT = "\n".join(
    [
        gdelt_row(1, CAN, ROM, "042"),
        gdelt_row(2, UNO, CAN, "0211"),
        gdelt_row(3, CAN, NONE, "010"),
        gdelt_row(4, CAN, ROM, "999"),
    ]
)
GDELT2 = "\n".join(
    [
        gdelt_row(7, CAN, ROM, "042", second=True, added="20180918121500", sources=1),
        gdelt_row(8, ROM, CAN, "057", second=True, added="20180918121500"),
    ]
)
GDELT2_MENTIONS = "\n".join(
    "\t".join(
        [
            key,
            "20180918121500",
            f"2018{day}000000",
            "1",
            source,
            f"https://{source}/x",
            "2",
            "-1",
            "5",
            "9",
            "1",
            "60",
            "2000",
            "-1.2",
            "",
            "",
        ]
    )
    for key, day, source in (("7", "0918", "a.example"), ("7", "0919", "b.example"), ("7", "0920", "b.example"))
)
PHOENIX = "\n".join(
    "\t".join(
        [
            key,
            "20180918",
            "2018",
            "9",
            "18",
            "CANGOV",
            "CAN",
            "GOV",
            "",
            "PRKMIL",
            "PRK",
            "MIL",
            "",
            code,
            code[:2],
            "1",
            "1.0",
            "",
            "",
            "",
            "",
            "",
            "",
            "s_1",
            "https://news.example/p",
            "news_example",
        ]
    )
    for key, code in (("p1", "042"), ("p2", "112"))
)
PHOENIX_HISTORICAL = (
    "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,target_agent,"
    "target_others,code,root_code,quad_class,goldstein\n"
    "h1,9/18/1978,1978,9,18,EGYGOV,EGY,GOV,,ISRGOV,ISR,GOV,,057,05,1,8\n"
)
ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name"
    "\tTarget Sectors\tTarget Country\tStory ID\n"
    "i1\t2014-03-01\tSome Envoy\tGovernment,Executive\tCanada\tMake a visit\t42\t1.9\tPolice (Ukraine)\tPolice\tUkraine\t5\n"
)
POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tContexts\tActor Name\tActor Country\tPrimary Actor Sector"
    "\tRecipient Name\tRecipient Country\tPrimary Recipient Sector\tPublication Date\n"
    "c1\t2021-05-02\tCONSULT\tvisit\tdiplomatic;military\tA. Minister\tCAN\tGOV\tB. General\tFRA\tMIL\t2021-05-04\n"
    "c2\t2021-05-02\tACCUSE\tNone\tNone\tNone\tNone\tNone\tB. General\tFRA\tMIL\t2021-05-04\n"
)
PLOVER = (
    '{"id": "v1", "date": "2021-05-02", "actor": [{"code": "CAN", "sector": "GOV"}], "recipient":'
    ' [{"country_name": "Germany", "sector_code": "MIL", "entity_name": "General C."}, {"code": "FRA", "sector": "GOV"}],'
    ' "event": ["SANCTION"], "mode": ["expel"], "context": ["diplomatic"], "cite_info": {"url": "https://n.example/1"}}\n'
    '{"id": "v2", "date": "2021-13-02", "actor": [{"code": "CAN"}], "recipient": [{"code": "FRA"}], "event": ["AID"]}\n'
    "no json\n[1]\n"
)
