"""Things of the rooms of enterprises: meters, budgets, verification, savings."""

from __future__ import annotations

from tests.web.walking.house_budgets import (
    application_of,
    deduction_of,
    key_user_of,
    ledger_of,
    return_of,
)
from tests.web.walking.house_meters import (
    balance_of,
    calibration_of,
    correction_of,
    exchange_of,
    gateway_of,
    hours_of,
    point_of,
    statement_of,
    tariff_of,
    wall_token_of,
)
from tests.web.walking.house_savings import (
    anomaly_of,
    certificate_of,
    change_of,
    investment_of,
    norm_of,
    output_of,
    project_of,
    settlement_of,
    stage_of,
    term_of,
    year_of,
)
from tests.web.walking.house_systems import decision_of, indicator_of, review_of
from tests.web.walking.house_verification import (
    control_plan_of,
    deposit_of,
    finding_of,
    market_of,
    report_of,
    step_of,
    surrender_of,
)
from tests.web.walking.things import Thing, always, of_a_unit, of_the_house

WORKS = of_a_unit(lambda unit: unit.works.pk)
CODE = of_a_unit(lambda unit: point_of(unit).code)

ENERGY_THINGS: dict[str, dict[str, Thing]] = {
    "meters/wall/": {"token": of_the_house(wall_token_of)},
    "meters/of/": {"pk": WORKS},
    "meters/meter/": {"code": CODE},
    "meters/points/": {"pk": of_a_unit(lambda unit: point_of(unit).pk)},
    "meters/points/of/": {"pk": WORKS},
    "meters/points/exchanges/": {"pk": of_a_unit(lambda unit: exchange_of(unit).pk)},
    "meters/points/calibrations/": {
        "pk": of_a_unit(lambda unit: calibration_of(unit).pk)
    },
    "meters/points/corrections/": {
        "pk": of_a_unit(lambda unit: correction_of(unit).pk)
    },
    "meters/points/gateways/": {"pk": of_a_unit(lambda unit: gateway_of(unit).pk)},
    "meters/points/tariffs/": {"pk": of_a_unit(lambda unit: tariff_of(unit).pk)},
    "meters/points/hours/": {"pk": of_the_house(lambda house: hours_of(house).pk)},
    "meters/balance/": {"pk": of_a_unit(lambda unit: balance_of(unit).pk)},
    "meters/points/statements/": {"pk": of_a_unit(lambda unit: statement_of(unit).pk)},
    "api/v1/meters/": {"code": CODE},
    "budgets/years/": {"pk": of_the_house(lambda house: ledger_of(house).pk)},
    "budgets/returns/": {"pk": of_the_house(lambda house: return_of(house).pk)},
    "budgets/units/": {"pk": of_a_unit(lambda unit: key_user_of(unit).pk)},
    "budgets/deductions/": {"pk": of_a_unit(lambda unit: deduction_of(unit).pk)},
    "budgets/applications/": {"pk": of_a_unit(lambda unit: application_of(unit).pk)},
    "verification/": {
        "pk": of_a_unit(lambda unit: report_of(unit).pk),
        "name": always("deposit"),
    },
    "verification/accounts/": {"pk": WORKS},
    "verification/plans/": {"pk": WORKS},
    "verification/plans/approve/": {
        "pk": of_a_unit(lambda unit: control_plan_of(unit).pk)
    },
    "verification/deposits/": {"pk": of_a_unit(lambda unit: deposit_of(unit).pk)},
    "verification/steps/": {"pk": of_a_unit(lambda unit: step_of(unit).pk)},
    "verification/markets/": {"pk": of_a_unit(lambda unit: market_of(unit).pk)},
    "verification/surrenders/": {"pk": of_a_unit(lambda unit: surrender_of(unit).pk)},
    "verification/findings/": {
        "pk": of_a_unit(lambda unit: finding_of(unit).pk),
        "name": always("accept"),
    },
    "savings/of/": {"pk": WORKS},
    "savings/systems/of/": {"pk": WORKS},
    "savings/indicators/": {"pk": of_a_unit(lambda unit: indicator_of(unit).pk)},
    "savings/reviews/": {"pk": of_a_unit(lambda unit: review_of(unit).pk)},
    "savings/decisions/": {"pk": of_a_unit(lambda unit: decision_of(unit).pk)},
    "savings/projects/": {"pk": of_a_unit(lambda unit: project_of(unit).pk)},
    "savings/changes/": {"pk": of_a_unit(lambda unit: change_of(unit).pk)},
    "savings/stages/": {"pk": of_a_unit(lambda unit: stage_of(unit).pk)},
    "savings/investments/": {"pk": of_a_unit(lambda unit: investment_of(unit).pk)},
    "savings/terms/": {"pk": of_a_unit(lambda unit: term_of(unit).pk)},
    "savings/settlements/": {"pk": of_a_unit(lambda unit: settlement_of(unit).pk)},
    "savings/anomalies/": {"pk": of_a_unit(lambda unit: anomaly_of(unit).pk)},
    "savings/outputs/": {"pk": of_a_unit(lambda unit: output_of(unit).pk)},
    "savings/years/": {"pk": of_a_unit(lambda unit: year_of(unit).pk)},
    "savings/certificates/": {"pk": of_a_unit(lambda unit: certificate_of(unit).pk)},
    "savings/norms/": {"pk": of_the_house(lambda house: norm_of(house).pk)},
}
