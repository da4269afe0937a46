package org.danegate.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.event.ActingClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/// The first of all filters. It turns a trusted proxy's statements about a client into the request's address, scheme,
/// host and path, and removes such statements of anybody else, so that nothing later believes them. Redirects never
/// name a scheme or host, with or without a proxy.
final class ProxyFilter extends OncePerRequestFilter {

    /// Request attribute with the address of the connected peer.
    static final String PEER = ProxyFilter.class.getName() + ".peer";

    private static final Logger LOG = LoggerFactory.getLogger(ProxyFilter.class);
    private static final int MOST_WARNINGS = 16;

    /// The text never repeats the requested name: nobody's words are shown to somebody else.
    private static final String OTHER_NAME = "The console does not answer to this host name. Use its address, or have "
            + "the name added to danegate.console.hosts.\n";

    private final TrustedProxies proxies;
    private final ConsoleNames names;
    private final ForwardedHeaderFilter spring = new ForwardedHeaderFilter();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    ProxyFilter(TrustedProxies proxies, ConsoleNames names) {
        this.proxies = proxies;
        this.names = names;
        spring.setRelativeRedirects(true);
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String peer = request.getRemoteAddr();
        boolean proxied = proxies.trusts(peer);
        request.setAttribute(PEER, peer);
        if (!proxied) {
            warn(request, peer);
            if (!names.answerTo(request) && request.getDispatcherType() == DispatcherType.REQUEST) {
                refuse(response);
                return;
            }
        }
        spring.doFilter(
                proxied ? ofProxy(request, peer) : ofClient(request, peer),
                response,
                (inner, answer) -> goOn((HttpServletRequest) inner, (HttpServletResponse) answer, chain));
    }

    private CleanRequest ofProxy(HttpServletRequest request, String peer) {
        ForwardedRequest told = ForwardedRequest.of(request);
        request.setAttribute(FrontCookies.ATTRIBUTE, new FrontCookies("https".equals(told.scheme()), told.prefix()));
        return new CleanRequest(request, proxies.client(peer, told.chain()), told);
    }

    private static CleanRequest ofClient(HttpServletRequest request, String peer) {
        request.setAttribute(FrontCookies.ATTRIBUTE, new FrontCookies(request.isSecure(), null));
        return new CleanRequest(request, peer, null);
    }

    /// 421, RFC 9110 15.5.20.
    private static void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpStatus.MISDIRECTED_REQUEST.value());
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Connection", "close");
        response.getWriter().print(OTHER_NAME);
    }

    private static void goOn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ActingClient.during(request.getRemoteAddr(), () -> {
                chain.doFilter(request, new FrontResponse(request, response));
                return "";
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /// Warns of a proxy that is not listed: all its users would count as one client.
    private void warn(HttpServletRequest request, String peer) {
        if (request.getHeader("X-Forwarded-For") != null && warned.size() < MOST_WARNINGS && warned.add(peer)) {
            LOG.warn(
                    "{} sends X-Forwarded-For and is not trusted: its clients all count as {}. If it is your proxy, "
                            + "name it in danegate.console.trusted-proxies.",
                    peer,
                    peer);
        }
    }
}
