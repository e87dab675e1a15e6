#include "modules/dispatch/module.h"

#include "modules/dispatch/batch.h"
#include "modules/dispatch/bookings.h"
#include "modules/dispatch/commands.h"
#include "modules/dispatch/lineup.h"
#include "modules/dispatch/parameters.h"
#include "modules/dispatch/routes.h"

namespace yilin::dispatch {

std::span<const sql::Migration> migrations();

const Parameters& parameters(const Kernel& kernel) { return kernel.parts.get<Parameters>(); }
Bookings& bookings(const Kernel& kernel) { return kernel.parts.get<Bookings>(); }
WaitingLine& waiting_line(const Kernel& kernel) { return kernel.parts.get<WaitingLine>(); }

namespace {
// Those of yesterday may still be under way.
void load(Bookings& bookings, const Kernel& kernel) {
  for (const orders::Hold& h : orders::holds_since(*kernel.readers->borrow(), start_of_day(civil_date(kernel.clock.now()) + -1)))
    bookings.load(h.worker, {h.visit, h.from, h.to, place_of(kernel, h.elder)});
}
}  // namespace

Module module() {
  return {"dispatch", migrations(),
          [](Kernel& kernel, http::Router& router) {
            kernel.parts.put<Parameters>().load(*kernel.readers->borrow(), "dispatch_parameter");
            load(kernel.parts.put<Bookings>(), kernel);
            kernel.parts.put<WaitingLine>().load(*kernel.readers->borrow());
            const auto batcher = std::make_shared<Batcher>(kernel);
            kernel.parts.put<BatcherReference>(BatcherReference{batcher});
            listen(kernel);
            add_routes(router, batcher);
          },
          {&errors::refused_by_elder, &errors::busy_then, &errors::other_organisation, &errors::not_waiting, &errors::chosen_by_hand, &errors::already_refused},
          {{"dispatch.assign", "人工派单"},
           {"dispatch.offer", "自动派单"},
           {"dispatch.auto", "交回自动派单"},
           {"dispatch.match", "集中派单"},
           {"dispatch.release", "收回已派服务"},
           {"dispatch.refuse", "登记老人不愿由其上门"},
           {"dispatch.refusal_end", "撤销老人不愿由其上门"}}};
}

}  // namespace yilin::dispatch
