package org.danegate.config.web;

/// What is typed into the fields of a destination profile, whatever form they stand on.
public abstract class TypedProfile {

    String ipAddressPreference = "";
    String concurrentConnections = "";
    String messagesPerConnection = "";
    String recipients = "";
    String minutes = "60";
    String limitType = "";
    String limitApply = "";
    String tls = "";
    String dane = "";
    String chunking = "";
    String bounceVerification = "";
    String bounceProfile = "";

    public String getIpAddressPreference() {
        return ipAddressPreference;
    }

    public void setIpAddressPreference(String ipAddressPreference) {
        this.ipAddressPreference = ipAddressPreference;
    }

    public String getConcurrentConnections() {
        return concurrentConnections;
    }

    public void setConcurrentConnections(String concurrentConnections) {
        this.concurrentConnections = concurrentConnections;
    }

    public String getMessagesPerConnection() {
        return messagesPerConnection;
    }

    public void setMessagesPerConnection(String messagesPerConnection) {
        this.messagesPerConnection = messagesPerConnection;
    }

    public String getRecipients() {
        return recipients;
    }

    public void setRecipients(String recipients) {
        this.recipients = recipients;
    }

    public String getMinutes() {
        return minutes;
    }

    public void setMinutes(String minutes) {
        this.minutes = minutes;
    }

    public String getLimitType() {
        return limitType;
    }

    public void setLimitType(String limitType) {
        this.limitType = limitType;
    }

    public String getLimitApply() {
        return limitApply;
    }

    public void setLimitApply(String limitApply) {
        this.limitApply = limitApply;
    }

    public String getTls() {
        return tls;
    }

    public void setTls(String tls) {
        this.tls = tls;
    }

    public String getDane() {
        return dane;
    }

    public void setDane(String dane) {
        this.dane = dane;
    }

    public String getChunking() {
        return chunking;
    }

    public void setChunking(String chunking) {
        this.chunking = chunking;
    }

    public String getBounceVerification() {
        return bounceVerification;
    }

    public void setBounceVerification(String bounceVerification) {
        this.bounceVerification = bounceVerification;
    }

    public String getBounceProfile() {
        return bounceProfile;
    }

    public void setBounceProfile(String bounceProfile) {
        this.bounceProfile = bounceProfile;
    }
}
