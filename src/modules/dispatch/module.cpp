#include "modules/dispatch/module.h"

#include "modules/dispatch/commands.h"
#include "modules/dispatch/parameters.h"
#include "modules/dispatch/routes.h"

namespace yilin::dispatch {

std::span<const sql::Migration> migrations();

const Parameters& parameters(const Kernel& kernel) { return kernel.parts.get<Parameters>(); }

Module module() {
  return {"dispatch", migrations(),
          [](Kernel& kernel, http::Router& router) {
            kernel.parts.put<Parameters>().load(*kernel.readers->borrow(), "dispatch_parameter");
            listen(kernel);
            add_routes(router);
          },
          {&errors::refused_by_elder, &errors::busy_then, &errors::other_organisation, &errors::not_waiting, &errors::already_refused},
          {{"dispatch.assign", "人工派单"},
           {"dispatch.auto", "交回自动派单"},
           {"dispatch.release", "收回已派服务"},
           {"dispatch.refuse", "登记老人不愿由其上门"},
           {"dispatch.refusal_end", "撤销老人不愿由其上门"}}};
}

}  // namespace yilin::dispatch
