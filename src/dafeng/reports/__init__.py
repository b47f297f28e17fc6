"""Documents that leave the building: composed once, written as .docx and .pdf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.reports.charts import (
        Picture,
        draw_chart,
    )
    from dafeng.reports.composing import (
        CountLine,
        Course,
        FieldLine,
        Figure,
        Frame,
        FreeText,
        LackLine,
        MatterLine,
        PaperKind,
        Seal,
        TargetLine,
        TaskLine,
        UnitLine,
        YearLine,
    )
    from dafeng.reports.composing_store import (
        composed,
        facts_from_json,
        facts_to_json,
    )
    from dafeng.reports.composing_texts import (
        FREE_PARTS,
        FreePart,
    )
    from dafeng.reports.congress import (
        CongressFacts,
        congress_report,
    )
    from dafeng.reports.dispatch import (
        DispatchFacts,
        dispatch_sheet,
    )
    from dafeng.reports.division import (
        DivisionFacts,
        UnitLoad,
        division_sheet,
    )
    from dafeng.reports.docx_paper import (
        as_docx,
    )
    from dafeng.reports.errors import (
        NoFontsError,
        NoTypstError,
        ReportError,
    )
    from dafeng.reports.examples import (
        example_paper,
    )
    from dafeng.reports.exchange import (
        paper_from_json,
        paper_to_json,
    )
    from dafeng.reports.fonts import (
        FontUse,
        fonts_used,
    )
    from dafeng.reports.forms import (
        ClosureFacts,
        Rectification,
        ReplyFacts,
        closure_paper,
        reply_paper,
    )
    from dafeng.reports.letters import (
        CaseFacts,
        Ground,
        Step,
        case_paper,
    )
    from dafeng.reports.minutes import (
        InspectionFacts,
        MinutesFacts,
        Seen,
        Signed,
        inspection_record,
        interview_minutes,
    )
    from dafeng.reports.pdf import (
        Pdf,
        as_pdf,
        as_pictures,
    )
    from dafeng.reports.periodic import (
        QuarterFacts,
        quarterly_report,
    )
    from dafeng.reports.ranking import (
        GradeCount,
        RankingFacts,
        ranking_circular,
    )
    from dafeng.reports.records import (
        Align,
        Attachment,
        Blank,
        Block,
        Chart,
        ChartKind,
        Column,
        Heading,
        KeyFigure,
        KeyFigures,
        Layout,
        Note,
        PageBreak,
        Paper,
        Paragraph,
        Series,
        Stroke,
        Table,
    )
    from dafeng.reports.self_assessment import (
        SelfAssessmentFacts,
        self_assessment_report,
    )

__all__ = [
    "Align",
    "Attachment",
    "Blank",
    "Block",
    "CaseFacts",
    "Chart",
    "ChartKind",
    "ClosureFacts",
    "Column",
    "CongressFacts",
    "CountLine",
    "Course",
    "DispatchFacts",
    "DivisionFacts",
    "FREE_PARTS",
    "FieldLine",
    "Figure",
    "FontUse",
    "Frame",
    "FreePart",
    "FreeText",
    "GradeCount",
    "Ground",
    "Heading",
    "InspectionFacts",
    "KeyFigure",
    "KeyFigures",
    "LackLine",
    "Layout",
    "MatterLine",
    "MinutesFacts",
    "NoFontsError",
    "NoTypstError",
    "Note",
    "PageBreak",
    "Paper",
    "PaperKind",
    "Paragraph",
    "Pdf",
    "Picture",
    "QuarterFacts",
    "RankingFacts",
    "Rectification",
    "ReplyFacts",
    "ReportError",
    "Seal",
    "Seen",
    "SelfAssessmentFacts",
    "Series",
    "Signed",
    "Step",
    "Stroke",
    "Table",
    "TargetLine",
    "TaskLine",
    "UnitLine",
    "UnitLoad",
    "YearLine",
    "as_docx",
    "as_pdf",
    "as_pictures",
    "case_paper",
    "closure_paper",
    "composed",
    "congress_report",
    "dispatch_sheet",
    "division_sheet",
    "draw_chart",
    "example_paper",
    "facts_from_json",
    "facts_to_json",
    "fonts_used",
    "inspection_record",
    "interview_minutes",
    "paper_from_json",
    "paper_to_json",
    "quarterly_report",
    "ranking_circular",
    "reply_paper",
    "self_assessment_report",
]

__getattr__ = lazy_door(
    __name__,
    {
        "charts": ["Picture", "draw_chart"],
        "composing": [
            "CountLine",
            "Course",
            "FieldLine",
            "Figure",
            "Frame",
            "FreeText",
            "LackLine",
            "MatterLine",
            "PaperKind",
            "Seal",
            "TargetLine",
            "TaskLine",
            "UnitLine",
            "YearLine",
        ],
        "composing_store": ["composed", "facts_from_json", "facts_to_json"],
        "composing_texts": ["FREE_PARTS", "FreePart"],
        "congress": ["CongressFacts", "congress_report"],
        "dispatch": ["DispatchFacts", "dispatch_sheet"],
        "division": ["DivisionFacts", "UnitLoad", "division_sheet"],
        "docx_paper": ["as_docx"],
        "errors": ["NoFontsError", "NoTypstError", "ReportError"],
        "examples": ["example_paper"],
        "exchange": ["paper_from_json", "paper_to_json"],
        "fonts": ["FontUse", "fonts_used"],
        "forms": [
            "ClosureFacts",
            "Rectification",
            "ReplyFacts",
            "closure_paper",
            "reply_paper",
        ],
        "letters": ["CaseFacts", "Ground", "Step", "case_paper"],
        "minutes": [
            "InspectionFacts",
            "MinutesFacts",
            "Seen",
            "Signed",
            "inspection_record",
            "interview_minutes",
        ],
        "pdf": ["Pdf", "as_pdf", "as_pictures"],
        "periodic": ["QuarterFacts", "quarterly_report"],
        "ranking": ["GradeCount", "RankingFacts", "ranking_circular"],
        "records": [
            "Align",
            "Attachment",
            "Blank",
            "Block",
            "Chart",
            "ChartKind",
            "Column",
            "Heading",
            "KeyFigure",
            "KeyFigures",
            "Layout",
            "Note",
            "PageBreak",
            "Paper",
            "Paragraph",
            "Series",
            "Stroke",
            "Table",
        ],
        "self_assessment": ["SelfAssessmentFacts", "self_assessment_report"],
    },
)
