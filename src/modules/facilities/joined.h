#pragma once
// A table of fields made from another one with some more around it.

#include <initializer_list>
#include <vector>

#include "kernel/entity/codec.h"

namespace yilin::facilities {

inline std::vector<entity::Field> joined(std::initializer_list<entity::Field> first, const entity::Table& base,
                                         std::initializer_list<entity::Field> last = {}) {
  std::vector<entity::Field> fields(first);
  fields.insert(fields.end(), base.fields().begin(), base.fields().end());
  fields.insert(fields.end(), last.begin(), last.end());
  return fields;
}

}  // namespace yilin::facilities
