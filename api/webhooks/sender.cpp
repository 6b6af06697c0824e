#include "api/webhooks/sender.hpp"

#include "api/service/commit.hpp"
#include "api/webhooks/retry_plan.hpp"
#include "api/webhooks/signature.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace redress::api::webhooks {
namespace {

using boost::json::array;
using boost::json::object;
using namespace std::chrono_literals;

constexpr int page = 256;  // entries looked at in one step
constexpr int asked_at_once = 100;
constexpr int look_every_ms = 100;  // a clock may have jumped
constexpr auto keep_places_every = 2s;
constexpr int rests_after_trouble = 10;

}  // namespace

Sender::Sender(SenderParts parts, TransferLimits limits)
    : parts_(std::move(parts)), office_(parts_.store, parts_.clock, parts_.ids), transfers_(parts_.guard, limits) {}

void Sender::start() {
  thread_ = std::thread([this] { work(); });
}

void Sender::stop() {
  stopping_ = true;
  parts_.waker->ring();
  if (thread_.joinable()) thread_.join();
}

void Sender::hooks_changed() {
  changed_ = true;
  parts_.waker->ring();
}

void Sender::work() {
  while (!stopping_) {
    try {
      if (parts_.waker->hush())
        for (auto& [id, post] : posts_) post.behind = true;
      if (changed_.exchange(false)) load();
      look_for_news();
      begin_what_is_due();
      auto outcomes = transfers_.wait(refused_.empty() ? look_every_ms : 0, parts_.waker->descriptor());
      for (auto& each : std::exchange(refused_, {})) outcomes.push_back(std::move(each));
      settle(std::move(outcomes));
      if (std::chrono::steady_clock::now() - kept_at_ > keep_places_every) keep_places();
    } catch (std::exception const& why) {
      spdlog::error("{}", boost::json::serialize(object{{"msg", "webhooks"}, {"error", why.what()}}));
      for (int i = 0; i < rests_after_trouble && !stopping_; ++i) std::this_thread::sleep_for(100ms);
      changed_ = true;
    }
  }
}

bool Sender::is_busy(std::string_view hook_id) const {
  return std::ranges::any_of(under_way_, [&](auto const& each) { return each.second.delivery.hook_id == hook_id; });
}

bool Sender::is_under_way(std::string_view delivery_id) const {
  return std::ranges::any_of(under_way_, [&](auto const& each) { return each.second.delivery.id == delivery_id; });
}

void Sender::load() {
  std::map<std::string, Post, std::less<>> posts;
  parts_.store.read([&](StoreReader& store) {
    auto* const hooks = hooks_of(store);
    if (!hooks) return;
    for (auto& row : hooks->hooks()) {
      auto wish = find_wish(store, row.shop, row.id);
      if (!wish) continue;
      Post post;
      post.wish = std::move(*wish);
      post.secrets = std::move(row.secrets);
      post.stored = post.next = row.next;
      post.waiting = hooks->delivery_at(row.id, row.next);
      if (post.waiting && post.waiting->state == DeliveryState::delivered) post.waiting.reset();
      if (post.waiting && post.waiting->state == DeliveryState::failed) {  // switched on again
        post.waiting->state = DeliveryState::waiting;
        post.waiting->tries = 0;
        post.waiting->next_try_at.reset();
      }
      posts.emplace(row.id, std::move(post));
    }
    for (auto& delivery : hooks->deliveries_asked(asked_at_once))
      if (auto const at = posts.find(delivery.hook_id); at != posts.end() && !is_under_way(delivery.id))
        at->second.asked.push_back(std::move(delivery));
  });
  posts_ = std::move(posts);
  parts_.waker->listen(!posts_.empty());
}

// Hooks that stand at the same entry share a page; one that is far behind keeps nobody else waiting for longer than
// that.
void Sender::look_for_news() {
  std::map<std::int64_t, std::vector<Post*>> hungry;
  for (auto& [id, post] : posts_)
    if (post.wish.enabled && post.behind && post.ready.empty() && !post.waiting) hungry[post.next.seq].push_back(&post);
  for (auto& [seq, posts] : hungry) {
    if (stopping_) return;
    std::vector<EntryNews> news;
    parts_.store.read([&, from = seq](StoreReader& store) {
      for (auto const& entry : store.entries_from(from, page)) news.push_back(news_of(entry));
    });
    bool more = false;
    for (auto* post : posts) more = feed(*post, news, std::ssize(news) < page) || more;
    if (more) parts_.waker->ring();  // the next page is read after what is under way was looked at
  }
}

// Whether there is more to look at at once.
bool Sender::feed(Post& post, std::vector<EntryNews> const& news, bool all_there_is) {
  auto const from = post.next;
  for (auto const& each : news) {
    for (std::size_t part = 0; part < each.events.size(); ++part) {
      HookPosition const at{each.seq, static_cast<std::int64_t>(part)};
      if (at < from || !wants(post.wish, each, each.events[part])) continue;
      post.ready.push_back({at, each.case_id, each.events[part]});
    }
    if (post.ready.empty()) post.next = {each.seq + 1, 0};
  }
  if (!post.ready.empty()) post.next = post.ready.front().at;
  // What is ready leads back here: the entries behind it are looked at again once it was brought.
  post.behind = !all_there_is || !post.ready.empty();
  return post.ready.empty() && !all_there_is;
}

// In turn: who came last comes last again, so that nobody waits for more than one request of each other hook.
void Sender::begin_what_is_due() {
  std::vector<std::string> turn;
  for (auto at = posts_.upper_bound(last_begun_); at != posts_.end(); ++at) turn.push_back(at->first);
  for (auto at = posts_.begin(); at != posts_.end() && turn.size() < posts_.size(); ++at) turn.push_back(at->first);
  for (auto const& id : turn) {
    if (!transfers_.has_room()) return;
    if (!is_busy(id) && begin_next(id, posts_.at(id))) last_begun_ = id;
  }
}

bool Sender::begin_next(std::string const& id, Post& post) {
  auto const now = parts_.clock.now();
  if (!post.asked.empty()) {
    auto delivery = std::move(post.asked.front());
    post.asked.erase(post.asked.begin());
    begin(post, std::move(delivery), true);
    return true;
  }
  if (!post.wish.enabled) return false;
  if (post.waiting) {
    if (post.waiting->next_try_at && *post.waiting->next_try_at > now) return false;
    begin(post, *post.waiting, false);
    return true;
  }
  if (post.ready.empty()) return false;
  auto const& first = post.ready.front();
  begin(post,
        HookDelivery{.id = parts_.ids.next("dlv"),
                     .hook_id = id,
                     .event_id = first.event.id,
                     .type = first.event.type,
                     .of = first.at,
                     .case_id = first.case_id,
                     .body = first.event.body,
                     .created_at = now},
        false);
  return true;
}

void Sender::begin(Post const& post, HookDelivery delivery, bool asked) {
  constexpr std::int64_t second = 1000;
  auto const now = parts_.clock.now();
  auto const timestamp_s = parts_.machine_clock.now().ms / second;
  std::vector<std::string> secrets;
  for (auto const& each : post.secrets)
    if (!each.until || *each.until > now) secrets.push_back(each.text);
  object headers{{"webhook-id", delivery.event_id},
                 {"webhook-timestamp", std::to_string(timestamp_s)},
                 {"webhook-signature", signatures(secrets, delivery.event_id, timestamp_s, delivery.body)}};
  Outgoing request{.number = ++number_, .url = post.wish.url, .fields = {}, .body = delivery.body};
  request.fresh = asked || delivery.tries > 0;  // the last one failed: not over what is left of its connection
  request.fields.emplace_back("Content-Type: application/cloudevents+json");
  for (auto const& field : headers)
    request.fields.push_back(
        fmt::format("{}: {}", std::string_view{field.key()}, std::string_view{field.value().get_string()}));
  // The server may have been started with less leave than when the URL was taken.
  if (auto const allowed = parts_.guard.check_url(request.url); allowed)
    transfers_.begin(std::move(request));
  else
    refused_.push_back({.number = number_, .result = SendResult::forbidden, .why = allowed.error().says});
  under_way_.emplace(number_, UnderWay{std::move(delivery), asked, post.stored, std::move(headers), now});
}

void Sender::settle(std::vector<SendOutcome> outcomes) {
  if (outcomes.empty()) return;
  std::vector<Settled> settled;
  for (auto& each : outcomes) {
    auto node = under_way_.extract(each.number);
    settled.push_back({std::move(node.mapped()), std::move(each), std::nullopt, {}});
    if (parts_.count) parts_.count(name_of(settled.back().outcome.result));
  }
  commit(parts_.store, [&](StoreWriter& writer) {
    for (auto& each : settled) note(each, writer);
  });
  for (auto& each : settled) {
    auto& delivery = each.under_way.delivery;
    auto const at = posts_.find(delivery.hook_id);
    if (at == posts_.end()) continue;
    auto& post = at->second;
    if (each.off || (each.under_way.asked && post.asked.empty())) changed_ = true;  // more may have been asked for
    if (post.stored != each.under_way.stored) continue;  // somebody put it elsewhere meanwhile
    post.stored = each.moved_to;
    if (post.next < post.stored) post.next = post.stored;
    while (!post.ready.empty() && post.ready.front().at < post.stored) post.ready.pop_front();
    if (!delivery.of || *delivery.of != post.stored) {
      if (post.waiting && post.waiting->of != post.stored) post.waiting.reset();
      if (!post.ready.empty()) post.next = post.ready.front().at;
      continue;
    }
    post.waiting = std::move(delivery);
    post.ready.clear();
    post.behind = true;
  }
}

// What came of one attempt, as the store is to say it. A hook that was removed meanwhile is told of nothing.
void Sender::note(Settled& settled, StoreWriter& writer) {
  auto& [delivery, asked, stored, headers, at] = settled.under_way;
  auto const& outcome = settled.outcome;
  settled.moved_to = stored;
  auto* const hooks = hooks_of_writer(writer);
  auto const row = hooks_of(writer)->find_hook(delivery.hook_id);
  if (!row) return;
  bool const delivered = outcome.result == SendResult::delivered;
  auto attempts = boost::json::parse(delivery.attempts).as_array();
  object attempt{{"at", format_rfc3339(at)},
                 {"result", name_of(outcome.result)},
                 {"duration_ms", outcome.duration_ms},
                 {"headers", headers}};
  if (outcome.status > 0) attempt.emplace("status", outcome.status);
  if (!delivered) attempt.emplace("error", to_json(outcome.why));
  attempts.push_back(std::move(attempt));
  while (attempts.size() > kept_attempts) attempts.erase(attempts.begin());
  delivery.attempts = boost::json::serialize(attempts);

  auto const now = parts_.clock.now();
  bool const in_place = row->next == stored;  // else somebody put the hook elsewhere
  if (delivered) {
    delivery.state = DeliveryState::delivered;
    delivery.next_try_at.reset();
  } else if (!asked) {
    ++delivery.tries;
    if (outcome.result == SendResult::gone) settled.off = OffReason::gone;
    if (delivery.tries >= tries_max) settled.off = OffReason::exhausted;
    if (settled.off || !in_place) {
      delivery.state = DeliveryState::failed;
      delivery.next_try_at.reset();
    } else {
      auto const draw =
          static_cast<std::uint32_t>(std::stoul(parts_.ids.random_hex(sizeof(std::uint32_t)), nullptr, 16));
      delivery.next_try_at = now + wait_ms(delivery.tries, outcome.retry_after_ms, draw);
    }
  } else if (!delivery.of) {
    delivery.state = DeliveryState::failed;  // a test is tried once
  }
  delivery.asked = false;
  hooks->put_delivery(delivery);
  hooks->forget_deliveries(delivery.hook_id, kept_deliveries);
  if (!in_place) return;
  // Out of turn it moves the hook only where it brought what the hook waits for.
  if (delivered && delivery.of && (!asked || *delivery.of == stored))
    settled.moved_to = {delivery.of->seq, delivery.of->part + 1};
  else if (!asked)
    settled.moved_to = *delivery.of;
  hooks->move_hook(delivery.hook_id, stored, settled.moved_to);
  if (settled.off) switch_off(writer, row->shop, row->id, *settled.off);
}

void Sender::switch_off(StoreWriter& writer, std::string const& shop, std::string const& id, OffReason why) {
  auto list = hook_list(writer, shop);
  auto const* item = list.find(id);
  if (!item) return;
  auto wish = wish_from(*item, shop);
  wish.enabled = false;
  wish.off = why;
  auto record = office_.draft(sending_actor(), {}, note_of(wish));
  spdlog::warn("{}", boost::json::serialize(object{{"msg", "webhook_switched_off"},
                                                   {"hook_id", id},
                                                   {"shop", shop},
                                                   {"host", host_of(wish.url)},
                                                   {"why", why == OffReason::gone ? "gone" : "exhausted"}}));
  list.put(record);
  list.write(writer);
  writer.record_office(std::move(record));
}

// Entries that were none of a hook's need not be looked at again after a restart.
void Sender::keep_places() {
  kept_at_ = std::chrono::steady_clock::now();
  std::vector<Post*> moved;
  for (auto& [id, post] : posts_)
    if (post.wish.enabled && post.next != post.stored && !post.waiting && !is_busy(id)) moved.push_back(&post);
  if (moved.empty()) return;
  commit(parts_.store, [&](StoreWriter& writer) {
    for (auto* post : moved) hooks_of_writer(writer)->move_hook(post->wish.id, post->stored, post->next);
  });
  for (auto* post : moved) post->stored = post->next;
}

}  // namespace redress::api::webhooks
