// A WebSocket that is called and listened to at the same time: answers by their id, notifications in their order.
//
// A thread of its own reads; everything else is called from the test's thread.
#pragma once

#include <boost/json.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace redress::e2e {

class Watcher {
 public:
  Watcher(std::string const& url, std::string const& token);
  ~Watcher();  // closes

  /// The response object; throws std::runtime_error if there is none within ten seconds.
  boost::json::object call(std::string_view method, boost::json::object params = {});

  /// The params of the next notification of that method; nothing if none comes in time. Others are kept for later.
  std::optional<boost::json::object> next(std::string_view method,
                                          std::chrono::milliseconds within = std::chrono::seconds(10));

  /// The code the server closed with; 0 if it did not within the time.
  int close_code(std::chrono::milliseconds within = std::chrono::seconds(10));

  /// Ends the connection without a word, as a lost network does.
  void drop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::e2e
