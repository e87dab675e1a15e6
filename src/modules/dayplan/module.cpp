#include "modules/dayplan/module.h"

#include "modules/dayplan/commands.h"
#include "modules/dayplan/parameters.h"
#include "modules/dayplan/routes.h"
#include "modules/dayplan/tickets.h"

namespace yilin::dayplan {

std::span<const sql::Migration> migrations();

const Parameters& parameters(const Kernel& kernel) { return kernel.parts.get<Parameters>(); }
Tickets& tickets(const Kernel& kernel) { return kernel.parts.get<Tickets>(); }

Module module() {
  Module m;
  m.name = "dayplan";
  m.migrations = migrations();
  m.attach = [](Kernel& kernel, http::Router& router) {
    kernel.parts.put<Parameters>().load(*kernel.readers->borrow(), "day_plan_parameter");
    kernel.parts.put<Tickets>();
    const auto planner = std::make_shared<Planner>(kernel);
    kernel.parts.put<PlannerReference>(PlannerReference{planner});
    kernel.deadlines->handle(kNightly, night);
    plan_nights(kernel);
    kernel.deadlines->handle(kTryAgain, try_again);
    // Once everybody is attached and the kernel runs: what the last run left undone.
    kernel.deadlines->handle(kRecover, [](command::Tx& tx, const command::Deadline&) { return recover(tx); });
    (void)command::run(kernel, access::Caller::system(), [](command::Tx& tx) -> Status {
      tx.set_deadline(kRecover, 1, tx.now);
      tx.nothing_to_do();
      return {};
    });
    add_routes(router, planner);
  };
  m.errors = {&errors::being_solved, &errors::day_gone, &errors::decided, &errors::moved_on, &errors::nothing_to_undo, &errors::too_many_visits};
  m.verbs = {{"dayplan.ask", "排班"},           {"dayplan.night", "自动排次日的班"}, {"dayplan.replan", "重排"},          {"dayplan.propose", "提出排班方案"},
             {"dayplan.fail", "排班未完成"},    {"dayplan.accept", "采纳排班改动"},  {"dayplan.dismiss", "不采纳排班改动"},
             {"dayplan.apply", "按排班派单"},   {"dayplan.change_failed", "排班改动未成"}, {"dayplan.move", "改派"},        {"dayplan.undo", "撤销改派"}};
  return m;
}

}  // namespace yilin::dayplan
