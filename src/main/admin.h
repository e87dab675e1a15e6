#pragma once
// How the command line asks: the running server through its admin socket, or, when none runs, the city itself, opened for
// this one command. Both are the same routes, with the rights of the machine's administrator.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/wire/client.h"
#include "kernel/entity/json.h"
#include "main/city.h"

namespace yilin {

class Admin {
 public:
  explicit Admin(const CityOptions& options);
  bool through_server() const { return client_.has_value(); }
  // The answer's JSON; a problem's Chinese sentence is thrown as sql::Failure.
  entity::json::value ask(std::string_view method, std::string_view target, std::string_view body = {});
  // The same for an upload of a file, which stays where it is.
  entity::json::value upload(std::string_view target, const std::string& path);
  // Waits for `done` of the job's JSON, asking again and again; `progress` gets each answer.
  entity::json::value wait(const std::string& target, const std::function<bool(const entity::json::value&)>& done,
                           const std::function<void(const entity::json::value&)>& progress);
  void save(std::string_view target, const std::string& path);  // a download

 private:
  http::ClientResponse received(std::string_view method, std::string_view target, std::string_view body);
  http::ClientResponse in_process(http::Request request);
  http::ClientResponse in_process(std::string_view method, std::string_view target, std::string_view body);
  std::optional<http::Client> client_;
  std::optional<City> city_;
};

}  // namespace yilin
