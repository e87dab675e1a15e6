#include "sim/day_play.h"

#include <algorithm>

#include "kernel/command/command.h"
#include "modules/dispatch/dispatch.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"
#include "sim/founding.h"
#include "sim/history.h"
#include "sim/network.h"
#include "sim/pace.h"

namespace yilin::sim {
namespace {

constexpr Millis kAfterMidnight = hours(4);  // until the last ones are home

// What speaks for a visit that nobody made; empty: she cancelled it.
std::string reason_of(const command::Reader& reader, const orders::Visit& visit, const orders::Order& order) {
  const auto label = [](auto value) {
    for (const entity::EnumName& n : enum_names(value))
      if (n.value == static_cast<std::int64_t>(value)) return std::string(n.label);
    return std::string();
  };
  using S = orders::VisitState;
  if (visit.state == S::cancelled && order.cancelled_by == orders::CancelledBy::elder) return {};
  if (visit.state == S::no_show || visit.state == S::failed) return label(visit.state);
  if (visit.staffed_at && visit.state != S::cancelled) return label(visit.state);
  const auto record = dispatch::case_of(reader.db, reader.kernel.vault, visit.id);
  if (record && !record->why.empty()) return record->why;
  if (order.reason != orders::Reason::none) return label(order.reason);
  return label(visit.state);
}

std::vector<WorkerId> usual_before(const command::Reader& reader, const DayVisitFacts& v) {
  constexpr std::int64_t kVisitsLeast = 2;
  auto known = orders::familiar(reader.db, reader.kernel, v.visit.elder_id);
  for (auto& [worker, times] : known)
    times -= std::count_if(v.assignments.begin(), v.assignments.end(),
                           [&, w = worker](const orders::Assignment& a) { return a.worker_id == w && a.state == orders::AssignmentState::checked_out; });
  std::erase_if(known, [](const auto& k) { return k.second <= 0; });
  std::int64_t visits = 0;
  for (const auto& [worker, times] : known) visits += times;
  if (visits < kVisitsLeast) return {};
  std::stable_sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<WorkerId> out;
  for (std::size_t i = 0; i < known.size() && i < 2; ++i) out.push_back(known[i].first);
  return out;
}

DayFacts facts_of(Kernel& kernel, Date day, std::int64_t elders) {
  DayFacts out;
  out.day = day;
  out.elders = elders;
  auto lease = kernel.readers->borrow();
  const command::Reader reader{*lease, access::Caller::system(), kernel.clock.now(), kernel};
  const RegionCode city = region::city(kernel);
  orders::DayQuery query{city, start_of_day(day), start_of_day(day + 1), {}, {}, {}, 100'000};
  std::vector<VisitId> ids;
  std::map<VisitId, std::size_t> at;
  for (orders::Visit& visit : orders::visits_of_day(reader, query)) {
    at[visit.id] = out.visits.size();
    ids.push_back(visit.id);
    DayVisitFacts& v = out.visits.emplace_back();
    if (const auto facts = registry::facts(kernel, visit.elder_id)) v.place = {facts->lon_e6, facts->lat_e6};
    v.ground = dispatch::ground(kernel, visit.region, region::divisions(kernel)->urban(visit.region), day);
    if (const auto item = catalogue::item(kernel, visit.item_id)) v.emergency = item->category == catalogue::Category::emergency;
    if (const auto order = orders::order(reader.db, kernel.vault, visit.order_id)) {
      v.ordered_at = order->created_at;
      v.recurring = static_cast<bool>(order->plan_id);
      v.reason = reason_of(reader, visit, *order);
    }
    v.visit = std::move(visit);
  }
  for (orders::Assignment& a : orders::assignments(reader.db, kernel.vault, ids)) {
    if (const auto facts = providers::worker(kernel, a.worker_id)) out.homes[a.worker_id] = {facts->lon_e6, facts->lat_e6};
    out.visits[at.at(a.visit_id)].assignments.push_back(std::move(a));
  }
  for (DayVisitFacts& v : out.visits) v.usual = usual_before(reader, v);
  const Instant noon = start_of_day(day) + hours(12);
  for (const RegionCode county : region::divisions(kernel)->children(city))
    providers::for_each_free(kernel, {{}, 0, 0, county, noon, noon, {}}, [&](const providers::WorkerFacts&) { ++out.workers_on_duty; });
  return out;
}

}  // namespace

Instant day_start(const DayOptions& options) { return start_of_day(options.day + -options.days_before) + hours(7); }

Result<PlayedDay> play_day(Kernel& kernel, http::Router& router, SimClock& clock, const DayOptions& options, const DemoProgress& progress) {
  YILIN_CHECK(catalogue::load_seed(kernel, options.catalogue_folder));
  const Places places(region::divisions(kernel));
  if (places.areas().empty()) return fail(yilin::errors::invalid, "这个区划下没有社区，不能模拟。");
  progress("生成服务组织、设施与人员", 0, 0);
  YILIN_CHECK(build_network(kernel, places, options.elders, options.seed, options.workers));
  YILIN_CHECK(found_people(kernel, places, options.elders, options.seed, progress, 1));

  PlayedDay out;
  const double busy = options.orders_a_day > 0 ? options.orders_a_day : orders_a_day(options.elders);
  Hands hands(kernel, true);
  Desk desk(hands, router);
  World world(kernel, hands, &desk, {options.seed, 1, customers_of(options.elders, busy), {}, {}, {}, options.chances});
  if (!world.has_customers()) return fail(yilin::errors::invalid, "没有可以下单的模拟老人。");
  YILIN_CHECK(play_history(kernel, world, desk, hands, clock, {options.seed, busy, options.days_before, true, start_of_day(options.day + 1) + kAfterMidnight, true},
                           [](Date) -> Status { return {}; }, progress));
  out.report = report_of(facts_of(kernel, options.day, options.elders));
  out.refusals = hands.refusals();
  out.acts = hands.acts();
  return out;
}

}  // namespace yilin::sim
