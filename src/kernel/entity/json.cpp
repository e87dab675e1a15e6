#include "kernel/entity/json.h"

namespace yilin::entity {
Result<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = kJsonDepthMax;
  boost::system::error_code error;
  json::value value = json::parse(text, error, {}, options);
  if (error) return fail(errors::malformed, "请求内容不是正确的 JSON。");
  return value;
}
}  // namespace yilin::entity
