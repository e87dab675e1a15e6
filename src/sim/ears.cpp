#include "sim/ears.h"

#include <utility>

namespace yilin::sim {
namespace {

template <class Event, class MakeSound>
void on(Kernel& kernel, MakeSound make) {
  Ears& ears = kernel.parts.get<Ears>();
  kernel.notifications.on<Event>([&ears, make](command::Tx& tx, const Event& event) -> Status {
    if (ears.listening()) tx.after_commit([&ears, sound = make(event)]() mutable { ears.hear(std::move(sound)); });
    return {};
  });
}

}  // namespace

void Ears::hear(Sound sound) {
  const std::lock_guard lock(mutex_);
  if (sounds_.size() < kSoundsMax) sounds_.push_back(std::move(sound));
}

std::vector<Sound> Ears::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(sounds_, {});
}

void attach_ears(Kernel& kernel) {
  using Kind = Sound::Kind;
  kernel.parts.put<Ears>();
  on<orders::OrderPlaced>(kernel, [](const orders::OrderPlaced& e) {
    Sound sound{Kind::review, {}, {}};
    sound.visit.id = e.visit;
    sound.visit.order_id = e.order.id;
    sound.visit.elder_id = e.order.elder_id;
    return sound;
  });
  on<orders::VisitWaits>(kernel, [](const orders::VisitWaits& e) { return Sound{Kind::waits, e.visit, {}}; });
  on<orders::OfferMade>(kernel, [](const orders::OfferMade& e) { return Sound{Kind::offered, e.visit, e.assignment}; });
  on<orders::OfferEnded>(kernel, [](const orders::OfferEnded& e) { return Sound{Kind::offer_ended, e.visit, e.assignment}; });
  on<orders::VisitStaffed>(kernel, [](const orders::VisitStaffed& e) { return Sound{Kind::staffed, e.visit, {}}; });
  on<orders::VisitCompleted>(kernel, [](const orders::VisitCompleted& e) { return Sound{Kind::completed, e.visit, {}}; });
  on<orders::VisitEnded>(kernel, [](const orders::VisitEnded& e) { return Sound{Kind::ended, e.visit, {}}; });
}

}  // namespace yilin::sim
