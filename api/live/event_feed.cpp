#include "api/live/event_feed.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>

namespace redress::api::live {
namespace {

using boost::json::object;
using namespace std::chrono_literals;

constexpr int page = 512;
constexpr auto second = std::chrono::milliseconds(1000);
constexpr auto rest_after_trouble = 200ms;

// FaultKind has the names of the wire's error table; this one is an addition beside them (docs/live.md).
AnswerText resync(std::int64_t head, Says const& says) {
  object const data{{"kind", "resync"}, {"says", to_json(says)}, {"seq", head}, {"position", "params.after"}};
  object const error{{"code", rpc_code_of(FaultKind::not_found)}, {"message", says.en}, {"data", data}};
  return boost::json::serialize(object{{"error", error}});
}

}  // namespace

EventFeed::EventFeed(Store& store, Clock const& clock, std::shared_ptr<Bell> bell, Who who, FeedLimits limits)
    : store_(store), clock_(clock), bell_(std::move(bell)), who_(std::move(who)), limits_(limits) {}

EventFeed::~EventFeed() { stop(); }

void EventFeed::start(std::function<void()> each_second) {
  each_second_ = std::move(each_second);
  thread_ = std::thread([this] { run(); });
}

void EventFeed::stop() {
  stopping_ = true;
  bell_->ring();
  if (thread_.joinable()) thread_.join();
}

void EventFeed::run() {
  auto looked = std::chrono::steady_clock::now();
  while (!stopping_) {
    bell_->wait(second / 2);
    if (stopping_) return;
    try {
      push_news();
      look_after();
      if (auto const now = std::chrono::steady_clock::now(); now - looked >= second && each_second_) {
        looked = now;
        each_second_();
      }
    } catch (std::exception const& why) {
      // The next wake tries again from where each subscription stands: nothing is left out.
      spdlog::error(R"({{"msg":"live","error":"{}"}})", why.what());
      std::this_thread::sleep_for(rest_after_trouble);
    }
  }
}

AnswerText EventFeed::subscribe(DeskCall const& call, http::PeerRef const& peer) {
  Subscription wanted{.peer = peer, .actor = call.actor, .case_id = text_of(call.params, "case_id"), .missed = {}};
  auto const* given = call.params.if_contains("after");
  std::int64_t const after = given ? given->to_number<std::int64_t>() : 0;
  std::int64_t size = 0;
  bool too_far = false;
  store_.read([&](StoreReader& reader) {
    size = reader.ledger_size();
    wanted.next = size;
    if (!given) return;
    too_far = after >= size || size - 1 - after > limits_.entries_back;
    ActorNames names{reader};
    for (auto seq = after + 1; !too_far && seq < size; seq += page) {
      for (auto const& entry : reader.entries_from(seq, page)) {
        auto news = news_of(entry, names);
        if (hears(wanted, news)) wanted.missed.push_back(std::move(news.text));
      }
      too_far = wanted.missed.size() > limits_.missed;
    }
  });
  if (too_far)
    return resync(size - 1, {fmt::format("第 {} 条之后的变化太多或无法接续，请重新读取", after),
                             fmt::format("too much has happened since entry {}, or it is none of this ledger: read "
                                         "anew and subscribe without it",
                                         after)});
  {
    std::lock_guard const lock(mutex_);
    prepared_[peer->connection] = std::move(wanted);
    prepared_count_ = prepared_.size();
  }
  return result_text(
      {{"seq", given ? after : size - 1}, {"head", size - 1}, {"server_time", format_rfc3339(clock_.now())}});
}

void EventFeed::answered(std::uint64_t connection) {
  if (prepared_count_ == 0) return;
  {
    std::lock_guard const lock(mutex_);
    auto const at = prepared_.find(connection);
    if (at == prepared_.end()) return;
    auto subscription = std::move(at->second);
    prepared_.erase(at);
    prepared_count_ = prepared_.size();
    // Under the lock: the thread pushes nothing newer in between.
    if (auto const channel = subscription.peer->channel.lock())
      for (auto& text : std::exchange(subscription.missed, {}))
        if (!channel->push(std::move(text))) return void(begun_.erase(connection));
    begun_.insert_or_assign(connection, std::move(subscription));
  }
  bell_->ring();
}

std::size_t EventFeed::subscribers() const {
  std::lock_guard const lock(mutex_);
  return begun_.size();
}

bool EventFeed::hears(Subscription const& one, News const& news) {
  return may_hear(one.actor, news.shop) && (one.case_id.empty() || one.case_id == news.case_id);
}

std::optional<std::int64_t> EventFeed::lowest() const {
  std::lock_guard const lock(mutex_);
  std::optional<std::int64_t> low;
  for (auto const& [connection, one] : begun_) low = std::min(low.value_or(one.next), one.next);
  return low;
}

void EventFeed::push_news() {
  for (;;) {
    auto const from = lowest();
    if (!from) return;
    std::vector<News> news;
    store_.read([&](StoreReader& reader) {
      ActorNames names{reader};
      for (auto const& entry : reader.entries_from(*from, page)) news.push_back(news_of(entry, names));
    });
    if (news.empty()) return;
    std::lock_guard const lock(mutex_);
    tell(begun_, news);
  }
}

// One that began meanwhile may stand before these entries: it waits for the next round, which begins with it.
void EventFeed::tell(std::map<std::uint64_t, Subscription>& all, std::vector<News> const& news) {
  for (auto at = all.begin(); at != all.end();) {
    auto& one = at->second;
    auto const channel = one.peer->channel.lock();
    bool open = channel != nullptr;
    for (auto const& each : news) {
      if (!open || one.next < news.front().seq) break;
      if (each.seq < one.next) continue;
      if (hears(one, each)) open = channel->push(each.text);
      one.next = each.seq + 1;
    }
    at = open ? std::next(at) : all.erase(at);
  }
}

void EventFeed::look_after() {
  std::lock_guard const lock(mutex_);
  auto const now = std::chrono::steady_clock::now();
  bool const tells_time = now >= clock_due_;
  if (tells_time) clock_due_ = now + std::chrono::milliseconds(limits_.clock_ms);
  for (auto at = begun_.begin(); at != begun_.end();) {
    auto& one = at->second;
    auto const channel = one.peer->channel.lock();
    bool open = channel != nullptr;
    if (open) {
      auto actor = who_(*one.peer);
      if (!actor) {
        channel->close(4001, "the token is no longer valid");
        open = false;
      } else {
        one.actor = std::move(*actor);
        if (tells_time)
          open = channel->push(
              notification("events.clock", {{"server_time", format_rfc3339(clock_.now())}, {"seq", one.next - 1}}));
      }
    }
    at = open ? std::next(at) : begun_.erase(at);
  }
  std::erase_if(prepared_, [](auto const& each) { return each.second.peer->channel.expired(); });
  prepared_count_ = prepared_.size();
}

}  // namespace redress::api::live
