#include "main/modules.h"

#include "modules/accounts/module.h"
#include "modules/assessment/module.h"
#include "modules/audit/module.h"
#include "modules/benefits/module.h"
#include "modules/catalogue/module.h"
#include "modules/dayplan/module.h"
#include "modules/dispatch/module.h"
#include "modules/facilities/module.h"
#include "modules/figures/module.h"
#include "modules/hotline/module.h"
#include "modules/imports/module.h"
#include "modules/orders/module.h"
#include "modules/policy/module.h"
#include "modules/providers/module.h"
#include "modules/region/module.h"
#include "modules/registry/module.h"
#include "modules/settlement/module.h"
#include "modules/solving/module.h"
#include "sim/module.h"

namespace yilin {

std::vector<Module> city_modules() {
  return {
      region::module(),
      accounts::module(),
      registry::module(),
      catalogue::module(),
      policies::module(),
      providers::module(),
      assessment::module(),
      orders::module(),
      benefits::module(),
      facilities::module(),
      dispatch::module(),
      solving::module(),
      dayplan::module(),
      settlement::module(),
      figures::module(),
      hotline::module(),
      imports::module(),
      audit::module(),
      sim::module(),
  };
}

}  // namespace yilin
