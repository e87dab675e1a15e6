#include "http/routes_table.h"

namespace yilin::http {

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    if (path.front() == '/') {
      path.remove_prefix(1);
      continue;
    }
    const std::size_t end = path.find('/');
    out.push_back(path.substr(0, end));
    if (end == std::string_view::npos) break;
    path.remove_prefix(end);
  }
  return out;
}

bool RouteTree::add(Method method, std::string_view pattern, std::size_t route) {
  Node* node = &root_;
  for (const std::string_view segment : split_path(pattern)) {
    if (segment.front() == '{') {
      if (!node->any) node->any = std::make_unique<Node>();
      node = node->any.get();
      const std::string name(segment.substr(1, segment.size() - 2));
      if (!node->parameter.empty() && node->parameter != name) return false;
      node->parameter = name;
    } else {
      auto& child = node->children[std::string(segment)];
      if (!child) child = std::make_unique<Node>();
      node = child.get();
    }
  }
  for (const auto& [m, r] : node->routes)
    if (m == method) return false;
  node->routes.emplace_back(method, route);
  return true;
}

// A literal segment wins over a parameter; when the literal branch leads nowhere, the parameter is tried.
const RouteTree::Node* RouteTree::walk(const Node& node, const std::vector<std::string_view>& segments, std::size_t at,
                                       PathParameters& parameters) const {
  if (at == segments.size()) return node.routes.empty() ? nullptr : &node;
  if (const auto child = node.children.find(segments[at]); child != node.children.end())
    if (const Node* found = walk(*child->second, segments, at + 1, parameters)) return found;
  if (!node.any) return nullptr;
  parameters.emplace_back(node.any->parameter, segments[at]);
  if (const Node* found = walk(*node.any, segments, at + 1, parameters)) return found;
  parameters.pop_back();
  return nullptr;
}

RouteTree::Match RouteTree::find(Method method, std::string_view path) const {
  Match match;
  const auto segments = split_path(path);
  if (segments.size() > kSegmentsMax) return match;
  const Node* node = walk(root_, segments, 0, match.parameters);
  if (!node) return match;
  match.kind = Match::Kind::no_method;
  for (const auto& [m, route] : node->routes) {
    if (m != method) continue;
    match.kind = Match::Kind::found;
    match.route = route;
  }
  return match;
}

}  // namespace yilin::http
