#include "sim/numbers.h"

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin::sim {
namespace {
constexpr std::int64_t kIndexMax = 5'000'000;
constexpr std::int64_t kSerialsOfASex = 500;
}  // namespace

IdCard invented_id_card(Whose whose, std::int64_t index, Date birth, Sex sex) {
  YILIN_ASSERT(index >= 0 && index < kIndexMax);
  const int area = whose == Whose::worker ? 98 : 99;
  const std::int64_t serial = index % kSerialsOfASex * 2 + (sex == Sex::male ? 1 : 0);
  std::string text = fmt::format("{}{:04}{:04}{:02}{:02}{:03}", area, index / kSerialsOfASex, birth.year(), birth.month(), birth.day(), serial);
  text.push_back(IdCard::check_character(text));
  return IdCard::trusted(std::move(text));
}

Phone invented_phone(Whose whose, std::int64_t index) {
  YILIN_ASSERT(index >= 0 && index < kIndexMax * 2);
  return Phone::trusted(fmt::format("154{}{:07}", static_cast<int>(whose), index));
}

CreditCode invented_credit_code(std::int64_t index) {
  std::string text = fmt::format("Y1990000MA{:07}", index);
  text.push_back(CreditCode::check_character(text));
  return CreditCode::trusted(std::move(text));
}

}  // namespace yilin::sim
