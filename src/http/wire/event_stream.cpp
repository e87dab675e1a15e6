#include "http/wire/event_stream.h"

#include <algorithm>
#include <utility>

namespace yilin::http {
namespace {

// A line feed would end the field: one "data:" line each; the name of an event is one line.
std::string formatted(std::string_view event, std::string_view data) {
  std::string out = "event: ";
  std::copy_if(event.begin(), event.end(), std::back_inserter(out), [](char c) { return c != '\n' && c != '\r'; });
  for (std::string_view rest = data;;) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    out += "\ndata: ";
    for (const char c : rest.substr(0, end)) {
      if (c != '\r') out += c;
    }
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  return out += "\n\n";
}

}  // namespace

bool EventStream::send(std::string_view event, std::string_view data) {
  const std::string text = formatted(event, data);
  const std::lock_guard lock(mutex_);
  if (closed_) return false;
  const bool fits = events_ < kBacklogMax && pending_.size() + text.size() <= kBacklogBytesMax;
  if (fits) {
    pending_ += text;
    ++events_;
  } else {
    pending_.clear();
    closed_ = true;
  }
  if (wake_ && (events_ == 1 || !fits)) wake_();
  return fits;
}

void EventStream::set_wake(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void EventStream::close() {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(closed_, true) && wake_) wake_();
}

bool EventStream::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::string EventStream::take() {
  const std::lock_guard lock(mutex_);
  events_ = 0;
  return std::exchange(pending_, {});
}

}  // namespace yilin::http
