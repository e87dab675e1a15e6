#pragma once
// Legal moves as data. A module writes one table of transitions per thing that lives; every change of state goes through
// `move`, which says whether this caller may make this move from here and whether a reason must be given.

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "kernel/access/access.h"

namespace yilin::lifecycle {

namespace errors {
inline constexpr ErrorKind illegal_move{"illegal_move", 409, "当前状态下不能这样办理。", "This move is not legal from the present state."};
inline constexpr ErrorKind not_your_move{"not_your_move", 403, "这一步不由您办理。", "Somebody else makes this move."};
}  // namespace errors

template <class State>
struct Transition {
  State from;
  std::string_view verb;   // "accept"
  State to;
  access::Roles who;       // besides system
  bool reason_required = false;
};

// The state after `verb`, or illegal_move (naming both), not_your_move, or a field error on `reason`.
template <class State>
Result<State> move(std::span<const Transition<State>> table, State from, std::string_view verb,
                   const access::Caller& caller, std::string_view reason = {}) {
  bool known = false;
  for (const Transition<State>& t : table) {
    if (t.from != from || t.verb != verb) continue;
    known = true;
    if (caller.kind != access::CallerKind::system && !caller.roles.any(t.who)) continue;
    if (t.reason_required && reason.empty()) return fail_field("reason", "原因", "请填写原因。");
    return t.to;
  }
  if (known) return fail(errors::not_your_move);
  std::string label;
  for (const entity::EnumName& n : enum_names(from))
    if (n.value == static_cast<std::int64_t>(from)) label = n.label;
  return fail(errors::illegal_move, "当前状态是“" + label + "”，不能这样办理。");
}

}  // namespace yilin::lifecycle
