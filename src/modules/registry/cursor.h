#pragma once
// Cursors of lists: an id, or a place in the token index. Opaque to the client; a broken one is a field error.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yilin::registry::cursor {

struct Place {  // behind which the next page begins
  std::int64_t region = 0, elder = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

Result<std::int64_t> read_id(std::string_view text);  // "" = 0
std::string write_id(std::int64_t id);
Result<Place> read_place(std::string_view text);      // "" = the beginning
std::string write_place(const Place& place);

}  // namespace yilin::registry::cursor
