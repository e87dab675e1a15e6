#include "base/result.h"

namespace yilin {
tl::unexpected<Error> fail_field(std::string field, std::string label, std::string message) {
  Error error(errors::invalid);
  error.fields.push_back({std::move(field), std::move(label), std::move(message)});
  return tl::unexpected<Error>(std::move(error));
}
}  // namespace yilin
