#pragma once
// The decisions of one community in one frozen run, as bytes: who (elders by household), then a column a benefit: status bytes run-length
// coded, amounts of what is granted or to be verified as variable-length integers. The same decisions give the
// same bytes.

#include <optional>
#include <string>
#include <string_view>

#include "modules/benefits/city.h"

namespace yilin::benefits {

struct RunPart {
  struct Column {
    std::string benefit;
    bool household = false, entitlement = false;
    std::vector<std::uint8_t> status;           // by person or household of the part
    std::vector<std::int64_t> lo, hi;           // 0 where refused
    Verdict verdict(std::size_t at) const;
  };
  std::vector<Roster::Person> people;
  std::vector<std::uint32_t> house_of, first_of;  // household of a person; first person of a household, and one more
  std::vector<Column> columns;
  const Column* column(std::string_view benefit) const;
};

std::string encode_part(const City& city, const policy::MonthRun& run, RegionCode community);
// None: the bytes are damaged.
std::optional<RunPart> decode_part(RegionCode community, std::string_view bytes);
std::string digest_of(std::string_view bytes);  // SM3, 64 hex digits

}  // namespace yilin::benefits
