#pragma once
// Numbers that name a person or a body. IdCard and Phone are secrets: they have no operator<< and no fmt formatter, so
// that logging one does not compile; `masked()` is what may be shown, `reveal()` is what sealing and matching use.
// parse() forgives blanks and full-width characters, as people type and paste them.

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace yilin {

enum class Sex : std::uint8_t { unknown = 0, male = 1, female = 2 };  // GB/T 2261.1

// 公民身份号码, GB 11643-1999: 6 area + 8 birth + 3 serial (odd = male) + check character (ISO 7064 MOD 11-2).
// The area code is not checked against today's divisions: it may have been abolished.
class IdCard {
 public:
  IdCard() = default;
  // 18 characters (x upper-cased) or an old 15-digit number (upgraded); real birth date, age 0–130 on `today`.
  static Result<IdCard> parse(std::string_view text, Date today);
  // From storage that this program wrote.
  static IdCard trusted(std::string text) { return IdCard(std::move(text)); }
  static char check_character(std::string_view first17);

  bool empty() const { return text_.empty(); }
  Date birth() const;
  Sex sex() const;
  std::string masked() const;  // 410902********0034
  const std::string& reveal() const { return text_; }
  std::string last4() const { return text_.size() == 18 ? text_.substr(14) : std::string(); }
  friend auto operator<=>(const IdCard&, const IdCard&) = default;

 private:
  explicit IdCard(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// A Chinese mobile (11 digits from 13x–19x) or fixed line (area code 0xx/0xxx + 7–8 digits, an optional hyphen is dropped).
class Phone {
 public:
  Phone() = default;
  static Result<Phone> parse(std::string_view text);
  static Phone trusted(std::string text) { return Phone(std::move(text)); }

  bool empty() const { return text_.empty(); }
  bool mobile() const { return text_.size() == 11 && text_[0] == '1'; }
  std::string masked() const;  // 138****1234, 0393****567
  const std::string& reveal() const { return text_; }
  std::string last4() const { return text_.size() >= 4 ? text_.substr(text_.size() - 4) : text_; }
  friend auto operator<=>(const Phone&, const Phone&) = default;

 private:
  explicit Phone(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// 统一社会信用代码, GB 32100-2015: 18 characters, check by weights 3^(i-1) mod 31. Public, not a secret.
class CreditCode {
 public:
  CreditCode() = default;
  static Result<CreditCode> parse(std::string_view text);
  static CreditCode trusted(std::string text) { return CreditCode(std::move(text)); }
  static char check_character(std::string_view first17);
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend auto operator<=>(const CreditCode&, const CreditCode&) = default;

 private:
  explicit CreditCode(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// 张三 → 张*, 欧阳明华 → 欧**华 style masking for lists and public notices: first character kept, middle starred.
std::string mask_name(std::string_view name);

}  // namespace yilin
