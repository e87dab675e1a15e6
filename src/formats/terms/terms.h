#pragma once
// Dated data that ship as CSV (data/): the first row names fields of a struct, each further row is one of it. Cells that are
// empty leave a field as it is made; what a field requires must be there.

#include <filesystem>
#include <functional>
#include <vector>

#include "kernel/entity/codec.h"

namespace yilin::formats {

namespace detail {
Status read_terms(const entity::Table& fields, const std::filesystem::path& file, const ErrorKind& broken, Date today,
                  const std::function<void*()>& next);
}  // namespace detail

// Error: `broken`, saying which file, which row and what is wrong with it; or the file is no table.
template <entity::HasFields Terms>
Result<std::vector<Terms>> read_terms(const std::filesystem::path& file, const ErrorKind& broken, Date today) {
  std::vector<Terms> out;
  YILIN_CHECK(detail::read_terms(Terms::fields(), file, broken, today, [&]() -> void* { return &out.emplace_back(); }));
  return out;
}

}  // namespace yilin::formats
