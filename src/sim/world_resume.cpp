// Where a world begins: with what others have left open.
#include <algorithm>

#include "kernel/entity/json.h"
#include "sim/world.h"

namespace yilin::sim {
namespace {

constexpr int kOpenMax = 5'000;
constexpr Millis kGivenUp = hours(6);  // after its end nobody comes any more

}  // namespace

void World::pick_up() {
  std::vector<std::pair<orders::Visit, std::vector<orders::Assignment>>> open;
  {
    auto lease = kernel_.readers->borrow();
    const command::Reader reader{*lease, access::Caller::system(), kernel_.clock.now(), kernel_};
    for (orders::Visit& visit : orders::open_visits(reader, kOpenMax)) {
      auto team = orders::assignments(*lease, kernel_.vault, visit.id);
      open.emplace_back(std::move(visit), std::move(team));
    }
  }
  std::vector<ElderId> elders;
  for (const auto& [visit, team] : open) elders.push_back(visit.elder_id);
  customers_.include(kernel_, std::move(elders));
  for (const auto& [visit, team] : open) resume(visit, team);
  hands_.wait();
}

void World::resume(const orders::Visit& visit, const std::vector<orders::Assignment>& team) {
  using orders::AssignmentState;
  using orders::VisitState;
  const Instant now = kernel_.clock.now();
  const auto soon = [&](What what, Millis least, Millis most, AssignmentId assignment = {}) {
    foresee({now + paced({rng_.between(least.value, most.value)}), 0, what, visit.elder_id, visit.order_id, visit.id, assignment, {}, {}, {}, 0});
  };
  if (visit.state == VisitState::completed) return soon(What::feedback, minutes(5), minutes(120));
  if (visit.state != VisitState::in_service && visit.planned_end + kGivenUp < now) {
    hands_.act(operator_, [id = visit.order_id](command::Tx& tx) -> Status {
      YILIN_CHECK(orders::cancel(tx, id, orders::Reason::no_carer, "当日无人可派，已与老人另约", orders::CancelledBy::staff));
      YILIN_TRY(const orders::Order order, orders::order(tx.db, tx.vault(), id));
      tx.record({"order.cancel", "order", id.value, order.region, order.elder_id, {}, entity::to_json(order)}, order.organisation_id);
      return {};
    });
    return;
  }
  Story& story = stories_[visit.id.value];
  story.visit = visit;
  for (const orders::Assignment& a : team) {
    const bool promised = a.state == AssignmentState::accepted || a.state == AssignmentState::en_route || a.state == AssignmentState::checked_in;
    if (!promised && a.state != AssignmentState::offered) continue;
    jobs_[a.id.value] = {visit.id, a.worker_id, a.organisation_id, a.checked_in_at};
    (promised ? story.promises : story.offers).push_back(a.id);
    if (promised) booked_[a.worker_id.value].emplace_back(visit.planned_start, visit.planned_end);
    else soon(What::decide, seconds(10), minutes(1), a.id);
    if (a.state != AssignmentState::checked_in) continue;
    // She leaves when the service has had its length, or soon, if it has.
    const Instant ends = a.checked_in_at + (visit.planned_end - visit.planned_start);
    Event leaving{std::max(ends, now + paced(minutes(rng_.between(2, 15)))), 0, What::leave, visit.elder_id, visit.order_id, visit.id, a.id, {}, {}, ends, 0};
    if (options_.tempo > 1) leaving.at = now + paced(minutes(rng_.between(2, 15)));
    foresee(leaving);
  }
  if (visit.state == VisitState::staffed) return hear({Sound::Kind::staffed, visit, {}});
  if (visit.state == VisitState::planned && story.offers.empty()) soon(What::help, minutes(1), minutes(10));
}

}  // namespace yilin::sim
