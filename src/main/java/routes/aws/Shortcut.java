package routes.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client of the SDK some of whose calls are answered before it; what is not, and every other call, goes its way. */
final class Shortcut implements InvocationHandler {
    private final Supplier<?> client;
    private final Function<Object, Optional<?>> answers;

    private Shortcut(Supplier<?> client, Function<Object, Optional<?>> answers) {
        this.client = client;
        this.answers = answers;
    }

    /**
     * The client with the shortcut before it.
     *
     * @param client asked for what has no answer
     * @param answers the response to a request; empty for one that the client has to make
     */
    static <C> C before(Class<C> type, Supplier<? extends C> client, Function<Object, Optional<?>> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Shortcut(client, answers)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length == 1) {
            if (arguments[0] instanceof Consumer<?>) {
                // It makes a request and comes again with it.
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            Optional<?> answer = answers.apply(arguments[0]);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        try {
            return method.invoke(client.get(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
