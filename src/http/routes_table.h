#pragma once
// The tree of route patterns: one node per path segment, `{name}` matches any segment. Look-up is O(segments).

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/wire/message.h"

namespace yilin::http {

using PathParameters = std::vector<std::pair<std::string, std::string>>;

class RouteTree {
 public:
  static constexpr std::size_t kSegmentsMax = 12;
  // False when method and pattern are there already.
  bool add(Method method, std::string_view pattern, std::size_t route);
  struct Match {
    enum class Kind { found, no_path, no_method } kind = Kind::no_path;
    std::size_t route = 0;
    PathParameters parameters;
  };
  Match find(Method method, std::string_view path) const;

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> children;
    std::unique_ptr<Node> any;
    std::string parameter;
    std::vector<std::pair<Method, std::size_t>> routes;
  };
  const Node* walk(const Node& node, const std::vector<std::string_view>& segments, std::size_t at,
                   PathParameters& parameters) const;
  Node root_;
};

std::vector<std::string_view> split_path(std::string_view path);

}  // namespace yilin::http
