#pragma once
// What an elder is found by. Every key – part of a name, pinyin, initials, phone, ID number, last four – is one 47-bit token
// (six bytes in the index) in the table elder_token(token, region, elder_id), so that a search in a scope is one range of
// one index. Tokens of phones and ID numbers are keyed (blind indexes): without the key nobody can try them all. Names lie
// clear in the rows and are hashed plainly. Whatever a token finds is compared with the row before it is shown.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/sealing/sealing.h"
#include "modules/registry/types.h"

namespace yilin::registry {

class Tokens {
 public:
  explicit Tokens(const sealing::KeyProvider& keys)
      : phone_(keys, "elder.phone"), card_(keys, "elder.id_card"), last4_(keys, "elder.last4") {}

  // The blind indexes of the columns; 0 for none.
  std::int64_t phone_index(const Phone& phone) const;
  std::int64_t card_index(const IdCard& card) const;

  static std::int64_t name_part(std::string_view key);     // of text::name_key
  static std::int64_t pinyin(std::string_view joined);
  static std::int64_t initials(std::string_view letters);
  std::int64_t last4(std::string_view four) const;
  static std::int64_t of_index(std::int64_t blind_index);  // of a phone or an ID number

  // All tokens of an elder, each once. `contact_phones`: blind indexes of those who stand beside her.
  // A name gives every run of up to four of its characters, and the whole; pinyin the first 1, 2 … syllables; initials
  // the first 2, 3 … of them. About 15 for a name of three characters.
  std::vector<std::int64_t> of(const Elder& elder, const std::vector<std::int64_t>& contact_phones) const;

  static constexpr std::size_t kPartMax = 4;  // characters of a part

 private:
  sealing::BlindIndex phone_, card_, last4_;
};

}  // namespace yilin::registry
