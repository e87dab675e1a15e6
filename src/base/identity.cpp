#include "base/identity.h"

#include <algorithm>
#include <array>

#include "base/assert.h"
#include "base/text.h"

namespace yilin {
namespace {
constexpr ErrorKind bad_id_card{"bad_id_card", 422, "身份证号码不正确，应为 18 位（末位可为 X）。",
                                "Not a citizen identity number."};
constexpr ErrorKind bad_phone{"bad_phone", 422, "电话号码不正确，应为 11 位手机号，或带区号的固定电话。",
                              "Not a Chinese phone number."};
constexpr ErrorKind bad_credit_code{"bad_credit_code", 422, "统一社会信用代码不正确，应为 18 位数字或大写字母。",
                                    "Not a unified social credit code."};
constexpr int kAgeMax = 130;
constexpr std::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), digit); }
int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// GB 11643-1989 gave people who were over a hundred then the serials 996–999; all other old numbers are of the 1900s.
std::string upgraded(std::string_view old15) {
  const bool centenarian = old15.substr(12) >= "996";
  std::string text(old15.substr(0, 6));
  text.append(centenarian ? "18" : "19").append(old15.substr(6));
  text.push_back(IdCard::check_character(text));
  return text;
}

Date birth_in(std::string_view card) {
  const int year = number(card.substr(6, 4));
  const auto month = static_cast<unsigned>(number(card.substr(10, 2)));
  const auto day = static_cast<unsigned>(number(card.substr(12, 2)));
  return Date::exists(year, month, day) ? Date::from_ymd(year, month, day) : Date{};
}

// Digits of the area code of a fixed line: 010 and 02x have three, all others four.
std::size_t area_digits(std::string_view line) { return line[1] == '1' || line[1] == '2' ? 3 : 4; }
}  // namespace

char IdCard::check_character(std::string_view first17) {
  YILIN_ASSERT(first17.size() == 17);
  constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (first17[i] - '0');
  return std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
}

Result<IdCard> IdCard::parse(std::string_view text, Date today) {
  std::string card = text::compact(text);
  if (card.size() == 15 && all_digits(card)) card = upgraded(card);
  if (card.size() != 18) return fail(bad_id_card);
  card[17] = upper(card[17]);
  if (!all_digits(std::string_view(card).substr(0, 17)) || (!digit(card[17]) && card[17] != 'X')) return fail(bad_id_card);
  const Date birth = birth_in(card);
  if (!birth) return fail(bad_id_card, "身份证号码中的出生日期不存在。");
  if (birth > today) return fail(bad_id_card, "身份证号码中的出生日期晚于今天。");
  if (age_on(birth, today) > kAgeMax) return fail(bad_id_card, "身份证号码中的年龄超过 130 岁。");
  if (check_character(std::string_view(card).substr(0, 17)) != card[17])
    return fail(bad_id_card, "身份证号码校验不通过，请核对是否有写错的数字。");
  return IdCard(std::move(card));
}

Date IdCard::birth() const { return text_.size() == 18 ? birth_in(text_) : Date{}; }

Sex IdCard::sex() const {
  if (text_.size() != 18) return Sex::unknown;
  return (text_[16] - '0') % 2 == 1 ? Sex::male : Sex::female;
}

std::string IdCard::masked() const {
  if (text_.size() != 18) return std::string(text_.size(), '*');
  return text_.substr(0, 6) + "********" + text_.substr(14);
}

Result<Phone> Phone::parse(std::string_view text) {
  std::string line = text::compact(text);
  if (line.starts_with("+86")) line.erase(0, 3);
  if (line.size() == 11 && line[0] == '1') {
    if (!all_digits(line) || line[1] < '3') return fail(bad_phone);
    return Phone(std::move(line));
  }
  if (line.size() < 10 || line[0] != '0') return fail(bad_phone);
  const std::size_t area = area_digits(line);
  if (line[area] == '-') line.erase(area, 1);
  if (!all_digits(line) || line[1] == '0' || (line.size() != area + 7 && line.size() != area + 8) || line[area] < '2')
    return fail(bad_phone);
  return Phone(std::move(line));
}

std::string Phone::masked() const {
  if (text_.size() < 10) return std::string(text_.size(), '*');
  const std::size_t kept = mobile() ? 3 : area_digits(text_);
  return text_.substr(0, kept) + "****" + text_.substr(kept + 4);
}

char CreditCode::check_character(std::string_view first17) {
  YILIN_ASSERT(first17.size() == 17);
  std::size_t weight = 1, sum = 0;
  for (const char c : first17) {
    const std::size_t place = kCreditAlphabet.find(c);
    YILIN_ASSERT(place != std::string_view::npos);
    sum += place * weight;
    weight = weight * 3 % 31;
  }
  return kCreditAlphabet[(31 - sum % 31) % 31];
}

Result<CreditCode> CreditCode::parse(std::string_view text) {
  std::string code = text::compact(text);
  std::transform(code.begin(), code.end(), code.begin(), upper);
  if (code.size() != 18 || code.find_first_not_of(kCreditAlphabet) != std::string::npos) return fail(bad_credit_code);
  if (check_character(std::string_view(code).substr(0, 17)) != code[17])
    return fail(bad_credit_code, "统一社会信用代码校验不通过，请核对是否有写错的字符。");
  return CreditCode(std::move(code));
}

std::string mask_name(std::string_view name) {
  const std::size_t characters = text::length(name);
  if (characters < 2) return std::string(characters, '*');
  const std::string_view first = text::first(name, 1);
  if (characters == 2) return std::string(first) + "*";
  const std::string_view last = name.substr(text::first(name, characters - 1).size());
  return std::string(first) + std::string(characters - 2, '*') + std::string(last);
}
}  // namespace yilin
