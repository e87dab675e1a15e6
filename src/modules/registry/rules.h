#pragma once
// The registry's rules: plain structs in, plain structs out. No SQL, no clock.

#include <functional>
#include <string_view>

#include "kernel/lifecycle/lifecycle.h"
#include "modules/registry/registry.h"
#include "modules/registry/types.h"

namespace yilin::registry::rules {

inline constexpr std::size_t kReasonCharsMin = 2;

// The community that a code means: itself, the 未定社区 of a higher level; none when it is not of this city.
using CommunityOf = std::function<std::optional<RegionCode>(RegionCode)>;

// What is registered for `in`, without ids and indexes: birth and sex from the ID number, region down to a community.
// Error: every field that is wrong.
Result<Elder> admit(const NewElder& in, const CommunityOf& community_of, Date today);
Status check_label(const NewLabel& in, std::string_view path, Date today);
Status check_contact(const NewContact& in, std::string_view path);

// The elder with `given` written over it; pinyin and so on follow the name. Who edits sees numbers masked: an empty ID
// number or phone leaves the old one; phone_use none takes the phone away.
Result<Elder> revise(const Elder& before, const NewElder& given, const CommunityOf& community_of, Date today);

// Masks of the labels held on `day`.
struct LabelMasks {
  std::uint32_t verified = 0, pending = 0;
};
LabelMasks masks_on(const std::vector<ElderLabel>& labels, Date day);
// The next day on which the masks may change because a label begins or ends; none when never.
Date next_change(const ElderLabel& label, Date today);

extern const std::span<const lifecycle::Transition<ElderState>> kElderMoves;
extern const std::span<const lifecycle::Transition<MigrationState>> kMigrationMoves;

Status check_reason(std::string_view reason);

}  // namespace yilin::registry::rules
