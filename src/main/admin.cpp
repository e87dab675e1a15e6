#include "main/admin.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "http/wire/target.h"

namespace yilin {
namespace {

class Answer : public http::Responder {
 public:
  void respond(http::Response response) override { promise.set_value(std::move(response)); }
  std::shared_ptr<http::EventSink> open_events() override { return nullptr; }
  std::promise<http::Response> promise;
};

// A file as bytes without its pages being held.
class MappedFile {
 public:
  MappedFile(const std::string& path, std::size_t size) : size_(size) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd >= 0) data_ = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (fd >= 0) ::close(fd);
    if (data_ == MAP_FAILED) throw sql::Failure("打不开文件 " + path + "。");
  }
  ~MappedFile() { ::munmap(data_, size_); }
  MappedFile(const MappedFile&) = delete;
  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  std::size_t size_;
  void* data_ = MAP_FAILED;
};

std::string fresh_key() {
  std::array<std::uint8_t, 12> bytes;
  sealing::secure_random(bytes);
  std::string key = "cli-";
  for (const std::uint8_t b : bytes) key += fmt::format("{:02x}", b);
  return key;
}

std::string sentence_of(const http::ClientResponse& answer) {
  boost::system::error_code error;
  const entity::json::value problem = entity::json::parse(answer.body, error);
  if (error || !problem.is_object()) return fmt::format("服务答复 {}。", answer.status);
  std::string text;
  if (const auto* detail = problem.get_object().if_contains("detail"); detail && detail->is_string()) text = detail->get_string();
  if (const auto* fields = problem.get_object().if_contains("errors"); fields && fields->is_array())
    for (const auto& field : fields->get_array())
      text += fmt::format("\n  {}：{}", std::string_view(field.at("label").as_string()), std::string_view(field.at("message").as_string()));
  return text;
}

}  // namespace

Admin::Admin(const CityOptions& options) {
  sealing::initialise();
  auto client = http::Client::unix_socket(options.data + "/admin.sock");
  if (client.connect()) {
    client_ = std::move(client);
    return;
  }
  city_.emplace(open_city(options));
  city_->kernel->start();
}

http::ClientResponse Admin::in_process(std::string_view method, std::string_view target, std::string_view body) {
  http::Request request;
  request.method = method == "POST" ? http::Method::post : method == "PUT" ? http::Method::put : http::Method::get;
  const std::size_t mark = target.find('?');
  request.path = std::string(target.substr(0, mark));
  for (std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1); !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    const std::size_t equals = pair.find('=');
    request.query.emplace_back(pair.substr(0, equals), equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
  }
  request.headers = {{"content-type", "application/json"}, {"idempotency-key", fresh_key()}};
  request.body = std::string(body);
  return in_process(std::move(request));
}

http::ClientResponse Admin::in_process(http::Request request) {
  request.remote = "local";
  request.local_admin = true;
  const auto answer = std::make_shared<Answer>();
  auto future = answer->promise.get_future();
  city_->router->handle(std::move(request), answer);
  http::Response response = future.get();
  std::string chunk;
  for (bool more = static_cast<bool>(response.stream); more; response.body += chunk) {
    chunk.clear();
    more = response.stream(chunk);
  }
  return {response.status, {}, std::move(response.body)};
}

http::ClientResponse Admin::received(std::string_view method, std::string_view target, std::string_view body) {
  http::ClientResponse answer;
  if (client_) {
    http::Client::Headers headers;
    if (method != "GET") headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", fresh_key()}};
    auto got = client_->request(method, target, headers, body);
    if (!got) throw sql::Failure(std::string(got.error().message()));
    answer = std::move(*got);
  } else {
    answer = in_process(method, target, body);
  }
  if (answer.status >= 300) throw sql::Failure(sentence_of(answer));
  return answer;
}

entity::json::value Admin::ask(std::string_view method, std::string_view target, std::string_view body) {
  return entity::json::parse(received(method, target, body).body);
}

entity::json::value Admin::upload(std::string_view target, const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code missing;
  const auto size = fs::file_size(path, missing);
  if (missing) throw sql::Failure("打不开文件 " + path + "。");
  const std::string name = http::percent_encode(fs::path(path).filename().string());
  http::ClientResponse answer;
  if (client_) {
    if (size == 0) throw sql::Failure("文件里没有内容。");
    const MappedFile file(path, size);
    auto got = client_->request("POST", target, {{"Content-Type", "application/octet-stream"}, {"X-Upload-Name", name}}, file.bytes());
    if (!got) throw sql::Failure(std::string(got.error().message()));
    answer = std::move(*got);
  } else {
    // The handler takes the file it is given: it gets one of its own.
    const fs::path folder = fs::path(city_->kernel->data_folder) / "uploads";
    fs::create_directories(folder);
    const fs::path copy = folder / (fresh_key() + ".upload");
    fs::copy_file(path, copy);
    http::Request request;
    request.method = http::Method::post;
    request.path = std::string(target);
    request.headers = {{"content-type", "application/octet-stream"}, {"x-upload-name", name}};
    request.body = copy.string();
    answer = in_process(std::move(request));
    fs::remove(copy, missing);
  }
  if (answer.status >= 300) throw sql::Failure(sentence_of(answer));
  return entity::json::parse(answer.body);
}

entity::json::value Admin::wait(const std::string& target, const std::function<bool(const entity::json::value&)>& done,
                                const std::function<void(const entity::json::value&)>& progress) {
  for (;;) {
    entity::json::value now = ask("GET", target);
    progress(now);
    if (done(now)) return now;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
}

void Admin::save(std::string_view target, const std::string& path) {
  const http::ClientResponse answer = received("GET", target, {});
  std::ofstream(path, std::ios::binary) << answer.body;
}

}  // namespace yilin
