// Calls to the hotline in the simulated past: they ring, are answered (or not), lead to an order or to advice, are wrapped up.
#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "sim/world.h"

namespace yilin::sim {
namespace {
using hotline::WrapCode;

std::string_view code_of(WrapCode about) {
  for (const entity::EnumName& name : enum_names(about))
    if (name.value == static_cast<std::int64_t>(about)) return name.code;
  return {};
}
std::string_view note_of(WrapCode about) {
  switch (about) {
    case WrapCode::ordered: return "电话点单，已告知价格、补贴与上门时间。";
    case WrapCode::complaint: return "反映上次服务来晚，已登记并致歉。";
    case WrapCode::silent: return "接通后无人说话。";
    case WrapCode::wrong_number: return "拨错号码。";
    default: return "咨询补贴标准和服务项目，已解答。";
  }
}

}  // namespace

void World::call(const Event& event) {
  const Customer* customer = customers_.find(event.elder);
  const Instant now = kernel_.clock.now();
  const auto next = [&](What what, Millis later) {
    Event after = event;
    after.at = now + later;
    after.what = what;
    foresee(after);
    return after.at;
  };
  if (event.what == What::ring) {
    auto conversation = std::make_shared<Conversation>();
    const double about = rng_.uniform();
    conversation->about = about < 0.8    ? WrapCode::ordered
                          : about < 0.93 ? WrapCode::consult
                          : about < 0.97 ? WrapCode::silent
                                         : WrapCode::wrong_number;
    conversations_.push_back(conversation);
    hands_.act(operator_, [conversation, phone = customer->phone](command::Tx& tx) -> Status {
      YILIN_TRY(const hotline::Call made, hotline::ring(tx, phone));
      conversation->id = made.id;
      return {};
    });
    Event answering = event;
    answering.call = static_cast<std::int64_t>(conversations_.size());
    answering.what = What::answer;
    answering.at = now + seconds(rng_.between(6, 25));
    if (rng_.chance(0.05)) return;  // nobody is free: it becomes a call-back
    exact_.push(answering.at);
    return foresee(answering);
  }
  const auto conversation = conversations_[static_cast<std::size_t>(event.call - 1)];
  if (!conversation->id) return;
  const std::string path = fmt::format("/api/calls/{}/", conversation->id.value);
  if (event.what == What::answer) {
    desk_->post(operator_, path + "answer", "{}");
    next(What::converse, minutes(rng_.between(1, 4)));
  } else if (event.what == What::converse) {
    if (conversation->about == WrapCode::ordered) {
      orders::NewOrder in = order_of(event);
      in.channel = orders::Channel::hotline;
      if (in.elder_id)
        hands_.act(operator_, [in, conversation](command::Tx& tx) -> Status {
          YILIN_TRY(const orders::Order order, orders::place(tx, in));
          conversation->order = order.id;
          tx.record({"order.place", "order", order.id.value, order.region, order.elder_id, {}, entity::to_json(order)}, order.organisation_id);
          return {};
        });
    }
    next(What::wrap, minutes(rng_.between(1, 3)));
  } else {
    if (conversation->about == WrapCode::ordered && !conversation->order) conversation->about = WrapCode::consult;
    const std::string order = conversation->order ? fmt::format(R"(,"order_id":"{}")", conversation->order.value) : std::string();
    desk_->post(operator_, path + "wrap",
                fmt::format(R"({{"wrap_code":"{}","note":"{}"{}}})", code_of(conversation->about), note_of(conversation->about), order));
  }
}

}  // namespace yilin::sim
