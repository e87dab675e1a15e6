#include "modules/settlement/module.h"

#include "modules/settlement/commands.h"
#include "modules/settlement/routes.h"

namespace yilin::settlement {

std::span<const sql::Migration> migrations();

Module module() {
  return {"settlement", migrations(),
          [](Kernel& kernel, http::Router& router) {
            listen(kernel);
            add_routes(router);
          },
          {&errors::already_reversed, &errors::is_reversal, &errors::month_open, &errors::already_closed, &errors::same_person,
           &errors::nothing_there},
          {{"receipt.reverse", "冲销结算单"}, {"statement.close", "月度结账"}, {"statement.sign", "结算表签字"}}};
}

}  // namespace yilin::settlement
