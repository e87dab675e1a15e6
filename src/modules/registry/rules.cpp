#include "modules/registry/rules.h"

#include <fmt/format.h>

#include "base/pinyin.h"
#include "base/text.h"
#include "modules/registry/matching.h"

namespace yilin::registry::rules {
namespace {

using access::Role;

// Gathers field errors, so that a person sees all of them at once.
struct Faults {
  std::vector<FieldError> fields;
  void add(std::string field, std::string label, std::string message) {
    fields.push_back({std::move(field), std::move(label), std::move(message)});
  }
  void take(const Status& status) {
    if (status) return;
    fields.insert(fields.end(), status.error().fields.begin(), status.error().fields.end());
  }
  Status status() && {
    if (fields.empty()) return {};
    Error error(yilin::errors::invalid);
    error.fields = std::move(fields);
    return fail(std::move(error));
  }
};

std::string join(const std::vector<std::string>& syllables) {
  std::string out;
  for (const std::string& s : syllables) {
    if (!out.empty()) out += ' ';
    out += s;
  }
  return out;
}

void check_birth(const NewElder& in, Date today, Faults& faults) {
  if (in.id_card.empty() && !in.birth) faults.add("birth", "出生日期", "没有身份证号时，请填写出生日期。");
  if (!in.id_card.empty() && in.birth && in.birth != in.id_card.birth())
    faults.add("birth", "出生日期", fmt::format("出生日期与身份证号（{}）不一致。", to_string(in.id_card.birth())));
  if (!in.id_card.empty() && in.sex != Sex::unknown && in.sex != in.id_card.sex())
    faults.add("sex", "性别", "性别与身份证号不一致。");
  if (in.birth && (in.birth > today || age_on(in.birth, today) > 130))
    faults.add("birth", "出生日期", "出生日期应在今天之前、130 年之内。");
}

void check_phone(const NewElder& in, Faults& faults) {
  if (!in.phone.empty() && in.phone_use == PhoneUse::none)
    faults.add("phone_use", "电话情况", "已填写电话，不能选择“没有电话”。");
  if (in.phone.empty() && in.phone_use == PhoneUse::shared)
    faults.add("phone", "电话", "请填写共用的电话号码。");
}

void check_place(const NewElder& in, Faults& faults) {
  if ((in.lon_e6 == 0) != (in.lat_e6 == 0)) faults.add("lat_e6", "纬度", "经度和纬度要一起填写。");
  if (in.lon_e6 < -180'000'000 || in.lon_e6 > 180'000'000) faults.add("lon_e6", "经度", "经度应在 -180 到 180 度之间。");
  if (in.lat_e6 < -90'000'000 || in.lat_e6 > 90'000'000) faults.add("lat_e6", "纬度", "纬度应在 -90 到 90 度之间。");
}

}  // namespace

Status check_label(const NewLabel& in, std::string_view path, Date today) {
  if (in.valid_to && in.valid_to < (in.valid_from ? in.valid_from : today))
    return fail_field(fmt::format("{}valid_to", path), "截止日期", "截止日期不能早于生效日期。");
  if (in.verified && in.evidence.empty())
    return fail_field(fmt::format("{}evidence", path), "依据", "已核实的标签要写明依据（文号、证件或评估）。");
  return {};
}

Status check_contact(const NewContact& in, std::string_view path) {
  if (text::name_key(in.name).empty()) return fail_field(fmt::format("{}name", path), "姓名", "请填写联系人姓名。");
  if ((in.may_order || in.is_guardian) && in.phone.empty())
    return fail_field(fmt::format("{}phone", path), "电话", "监护人和可代为下单的人要填写电话，用来登录和核对身份。");
  return {};
}

Result<Elder> admit(const NewElder& in, const CommunityOf& community_of, Date today) {
  Faults faults;
  if (text::name_key(in.name).empty()) faults.add("name", "姓名", "请填写姓名。");
  if (text::length(in.name) > 50) faults.add("name", "姓名", "姓名不能超过 50 个字。");
  check_birth(in, today, faults);
  check_phone(in, faults);
  check_place(in, faults);
  const std::optional<RegionCode> community = community_of(in.region);
  if (!community) faults.add("region", "社区", "没有找到这个社区，请选择本市的社区或村。");
  for (std::size_t i = 0; i < in.labels.size(); ++i) faults.take(check_label(in.labels[i], fmt::format("labels.{}.", i), today));
  for (std::size_t i = 0; i < in.contacts.size(); ++i) faults.take(check_contact(in.contacts[i], fmt::format("contacts.{}.", i)));
  YILIN_CHECK(std::move(faults).status());

  Elder e;
  e.name = std::string(text::trim(in.name));
  const Pinyin pinyin = person_pinyin(e.name);
  e.pinyin = join(pinyin.syllables);
  e.initials = pinyin.initials();
  e.match_key = matching::match_key(e.name, e.pinyin);
  e.id_card = in.id_card;
  e.birth = in.id_card.empty() ? in.birth : in.id_card.birth();
  e.sex = in.id_card.empty() ? in.sex : in.id_card.sex();
  e.phone = in.phone;
  e.phone_use = in.phone.empty() ? PhoneUse::none : in.phone_use;
  e.region = *community;
  e.address = std::string(text::trim(in.address));
  e.lon_e6 = in.lon_e6;
  e.lat_e6 = in.lat_e6;
  e.datum = in.datum;
  e.living = in.living;
  e.ability = in.ability;
  e.ethnicity = in.ethnicity;
  e.marital = in.marital;
  return e;
}

Result<Elder> revise(const Elder& before, const NewElder& given, const CommunityOf& community_of, Date today) {
  if (!given.labels.empty() || !given.contacts.empty())
    return fail_field("elder.labels", "标签", "标签和联系人请分别办理。");
  NewElder in = given;
  if (in.id_card.empty()) in.id_card = before.id_card;
  if (in.phone.empty() && in.phone_use != PhoneUse::none) in.phone = before.phone;
  YILIN_TRY(Elder after, admit(in, community_of, today));
  if (after.region != before.region)
    return fail_field("region", "社区", "换社区请用“迁移”办理，以便两边都有记录。");
  Elder e = before;
  e.name = after.name;
  e.pinyin = after.pinyin;
  e.initials = after.initials;
  e.match_key = after.match_key;
  e.id_card = after.id_card;
  e.birth = after.birth;
  e.sex = after.sex;
  e.phone = after.phone;
  e.phone_use = after.phone_use;
  e.address = after.address;
  e.lon_e6 = after.lon_e6;
  e.lat_e6 = after.lat_e6;
  e.datum = after.datum;
  e.living = after.living;
  e.ability = after.ability;
  e.ethnicity = after.ethnicity;
  e.marital = after.marital;
  return e;
}

LabelMasks masks_on(const std::vector<ElderLabel>& labels, Date day) {
  LabelMasks masks;
  for (const ElderLabel& l : labels) {
    if (l.valid_from > day || (l.valid_to && l.valid_to < day)) continue;
    (l.verified ? masks.verified : masks.pending) |= bit(l.label);
  }
  masks.pending &= ~masks.verified;
  return masks;
}

Date next_change(const ElderLabel& label, Date today) {
  if (label.valid_from > today) return label.valid_from;
  if (label.valid_to && label.valid_to >= today) return label.valid_to + 1;
  return {};
}

namespace {
constexpr access::Roles kField{Role::official, Role::community_worker};
constexpr lifecycle::Transition<ElderState> kElderMoveRows[] = {
    {ElderState::active, "die", ElderState::dead, kField},
    {ElderState::moved_away, "die", ElderState::dead, kField},
    {ElderState::active, "leave", ElderState::moved_away, kField, true},
    {ElderState::dead, "restore", ElderState::active, {Role::official}, true},
    {ElderState::moved_away, "restore", ElderState::active, kField, true},
    {ElderState::active, "merge", ElderState::merged, kField, true},
    {ElderState::dead, "merge", ElderState::merged, kField, true},
    {ElderState::moved_away, "merge", ElderState::merged, kField, true},
};
constexpr lifecycle::Transition<MigrationState> kMigrationMoveRows[] = {
    {MigrationState::open, "accept", MigrationState::accepted, kField},
    {MigrationState::open, "refuse", MigrationState::refused, kField, true},
    {MigrationState::open, "withdraw", MigrationState::withdrawn, kField},
};
}  // namespace
const std::span<const lifecycle::Transition<ElderState>> kElderMoves = kElderMoveRows;
const std::span<const lifecycle::Transition<MigrationState>> kMigrationMoves = kMigrationMoveRows;

Status check_reason(std::string_view reason) {
  if (text::length(text::trim(reason)) < kReasonCharsMin) return fail_field("reason", "原因", "请写明原因。");
  return {};
}

}  // namespace yilin::registry::rules
