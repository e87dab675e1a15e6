// Any text as an identity number, phone, credit code, name, date or region: what is accepted keeps its promises.
#include <cstdint>

#include "base/assert.h"
#include "base/identity.h"
#include "base/pinyin.h"
#include "base/region_code.h"
#include "base/text.h"

using namespace yilin;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Date today = Date::from_ymd(2026, 1, 5);
  if (const auto card = IdCard::parse(input, today)) {
    YILIN_ASSERT(card->reveal().size() == 18 && card->birth() <= today);
    YILIN_ASSERT(IdCard::check_character(card->reveal().substr(0, 17)) == card->reveal()[17]);
    YILIN_ASSERT(IdCard::parse(card->reveal(), today) == *card);
  }
  if (const auto phone = Phone::parse(input)) {
    YILIN_ASSERT(Phone::parse(phone->reveal()) == *phone);
    YILIN_ASSERT(phone->masked().size() == phone->reveal().size());
  }
  if (const auto code = CreditCode::parse(input)) YILIN_ASSERT(CreditCode::parse(code->text()) == *code);
  if (const auto date = Date::parse(input)) YILIN_ASSERT(Date::parse(to_string(*date)) == *date);
  if (const auto instant = parse_instant(input)) {
    const auto again = parse_instant(to_string(*instant));
    YILIN_ASSERT(!again || *again == *instant);  // 2200-12-31T23:00Z prints as a day of 2201, which is past the range
  }
  if (const auto region = RegionCode::parse(input)) YILIN_ASSERT(RegionCode::parse(to_string(*region)) == *region);
  const bool valid = text::valid(input);
  YILIN_ASSERT(!valid || text::well_formed(input));
  YILIN_ASSERT(text::well_formed(text::compact(input)) && text::well_formed(text::name_key(input)));
  if (valid) YILIN_ASSERT(text::well_formed(mask_name(input)));
  text::name_tokens(input.substr(0, 256));
  person_pinyin(input.substr(0, 256));
  place_pinyin(input.substr(0, 256));
  return 0;
}
